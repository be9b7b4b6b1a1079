package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

const (
	tolerance    = 5 * time.Minute
	maxBodyBytes = 1_000_000
)

type event struct {
	Type   string `json:"type"`
	Change string `json:"change"`
	Data   struct {
		Title string `json:"title"`
	} `json:"data"`
}

var (
	secret []byte
	mutex  sync.Mutex
	seen   = map[string]bool{} // In production: a table with a unique key, kept for two days.
)

// isGenuine tells whether one of the signatures is right and the timestamp is at most five minutes off.
func isGenuine(header http.Header, body []byte) bool {
	id, timestamp := header.Get("webhook-id"), header.Get("webhook-timestamp")
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil {
		return false
	}
	if age := time.Since(time.Unix(seconds, 0)); age > tolerance || age < -tolerance {
		return false
	}
	mac := hmac.New(sha256.New, secret)
	fmt.Fprintf(mac, "%s.%s.", id, timestamp)
	mac.Write(body)
	expected := mac.Sum(nil)
	// While a secret is being changed there are two signatures, separated by a space.
	for _, part := range strings.Fields(header.Get("webhook-signature")) {
		version, encoded, _ := strings.Cut(part, ",")
		given, err := base64.StdEncoding.DecodeString(encoded)
		// hmac.Equal takes the same time wherever the two differ.
		if version == "v1" && err == nil && hmac.Equal(given, expected) {
			return true
		}
	}
	return false
}

// handle is what you do with it. Quickly: put it into a queue of your own, and work afterwards.
func handle(e event) {
	fmt.Println(e.Type, e.Data.Title)
}

func receive(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBodyBytes))
	if err != nil {
		w.WriteHeader(http.StatusRequestEntityTooLarge)
		return
	}
	if !isGenuine(r.Header, body) {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	var e event
	if err := json.Unmarshal(body, &e); err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	mutex.Lock()
	defer mutex.Unlock()
	if id := r.Header.Get("webhook-id"); !seen[id] {
		handle(e)
		seen[id] = true
	}
	w.WriteHeader(http.StatusNoContent)
}

func main() {
	var err error
	encoded := strings.TrimPrefix(os.Getenv("SENTINEL_WEBHOOK_SECRET"), "whsec_")
	if secret, err = base64.StdEncoding.DecodeString(encoded); err != nil || len(secret) == 0 {
		log.Fatal("SENTINEL_WEBHOOK_SECRET is not a secret such as whsec_…")
	}
	port := os.Getenv("PORT")
	if port == "" {
		port = "8080"
	}
	server := &http.Server{Addr: "127.0.0.1:" + port, Handler: http.HandlerFunc(receive), ReadTimeout: 10 * time.Second}
	log.Fatal(server.ListenAndServe())
}
