/**
 * Words that head every published list of leaked passwords (those of at least four letters), without their usual
 * decoration: `checkPassword` strips digits and punctuation at the ends and undoes look-alike digits first.
 */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  `password passwort passw pass passwd motdepasse contrasena senha parola wachtwoord haslo
  admin administrator root toor guest user username login signin welcome willkommen bienvenue default changeme change
  changeit letmein letmeinnow secret topsecret supersecret private security secure access master superman batman
  superuser superadmin test testing tester testtest demo example sample temp temporary hello helloworld world whatever
  nothing iloveyou loveyou iloveu lovely love sunshine princess prince football baseball basketball soccer hockey
  dragon monkey shadow michael jennifer jessica ashley charlie daniel thomas jordan andrew joshua matthew robert
  hunter harley ranger buster tigger soccer george summer winter spring autumn january february march april june july
  august september october november december monday tuesday wednesday thursday friday saturday sunday flower freedom
  starwars trustno pokemon computer internet samsung apple google facebook linkedin twitter microsoft windows linux
  ubuntu debian oracle postgres postgresql mysql redis docker kubernetes jenkins cisco qwerty qwertz azerty qwert
  qwertyuiop qwertyui asdfgh asdfghjkl asdf asdfasdf zxcvbn zxcvbnm zxcv qazwsx qazwsxedc wsxedc abcabc abcd abcdef
  abcdefg abcdefgh aaaaaa killer pepper cookie chocolate banana orange purple silver golden diamond matrix phoenix
  mustang corvette ferrari porsche mercedes yankees liverpool arsenal chelsea barcelona juventus maverick cowboy
  cowboys eagles lakers steelers maggie ginger bailey snoopy mickey donald garfield peanut butterfly rainbow unicorn
  blink metallica nirvana slipknot eminem naruto minecraft fortnite zaq xsw nimda backup server database network
  bitcoin ethereum blockchain crypto satoshi vitalik wallet metamask hodl tothemoon lambo
  correcthorsebatterystaple correcthorse`
    .split(/\s+/)
    .filter((word) => word !== ""),
);
