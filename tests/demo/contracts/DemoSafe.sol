// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @title DemoSafe
/// @notice A multisig with the interface and the EIP-712 signing scheme of a Safe (docs.safe.global), small enough to
///         read: a transaction runs when `threshold` owners signed it; owners change only by such a transaction.
/// @dev Left out: gas refunds, contract signatures (EIP-1271), pre-approved hashes, modules and guards.
contract DemoSafe {
    /// @dev keccak256("EIP712Domain(uint256 chainId,address verifyingContract)").
    bytes32 private constant DOMAIN_TYPEHASH = keccak256("EIP712Domain(uint256 chainId,address verifyingContract)");
    bytes32 private constant SAFE_TX_TYPEHASH = keccak256(
        "SafeTx(address to,uint256 value,bytes data,uint8 operation,uint256 safeTxGas,uint256 baseGas,uint256 gasPrice,address gasToken,address refundReceiver,uint256 nonce)"
    );
    /// @dev Upper half of secp256k1's order: signatures above it are malleable copies.
    uint256 private constant HALF_CURVE_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0;

    address[] private owners;
    mapping(address => bool) public isOwner;
    uint256 private threshold;
    uint256 public nonce;

    event ExecutionSuccess(bytes32 indexed txHash, uint256 payment);
    event AddedOwner(address indexed owner);
    event ChangedThreshold(uint256 threshold);
    event SafeReceived(address indexed sender, uint256 value);

    error OnlyTheSafeItself();
    error InvalidOwner(address owner);
    error InvalidThreshold(uint256 threshold);
    error RefundsNotSupported();
    error UnknownOperation(uint8 operation);
    error NotEnoughSignatures(uint256 required);
    error InvalidSignature(uint256 index);
    error ExecutionFailed();

    modifier authorized() {
        if (msg.sender != address(this)) revert OnlyTheSafeItself();
        _;
    }

    constructor(address[] memory firstOwners, uint256 firstThreshold) {
        for (uint256 i = 0; i < firstOwners.length; i++) _addOwner(firstOwners[i]);
        _setThreshold(firstThreshold);
    }

    receive() external payable {
        emit SafeReceived(msg.sender, msg.value);
    }

    /// @notice Runs a transaction that enough owners signed.
    /// @param operation 0 = call, 1 = delegatecall.
    /// @param signatures 65 bytes (r, s, v) per owner, in ascending order of the owners' addresses.
    function execTransaction(
        address to,
        uint256 value,
        bytes calldata data,
        uint8 operation,
        uint256 safeTxGas,
        uint256 baseGas,
        uint256 gasPrice,
        address gasToken,
        address refundReceiver,
        bytes calldata signatures
    ) external payable returns (bool success) {
        if (gasPrice != 0) revert RefundsNotSupported();
        if (operation > 1) revert UnknownOperation(operation);
        bytes32 txHash = getTransactionHash(
            to, value, data, operation, safeTxGas, baseGas, gasPrice, gasToken, refundReceiver, nonce++
        );
        _checkSignatures(txHash, signatures);
        if (operation == 0) (success, ) = to.call{value: value}(data);
        else (success, ) = to.delegatecall(data);
        if (!success) revert ExecutionFailed();
        emit ExecutionSuccess(txHash, 0);
    }

    /// @notice The EIP-712 hash that owners sign.
    function getTransactionHash(
        address to,
        uint256 value,
        bytes calldata data,
        uint8 operation,
        uint256 safeTxGas,
        uint256 baseGas,
        uint256 gasPrice,
        address gasToken,
        address refundReceiver,
        uint256 txNonce
    ) public view returns (bytes32) {
        bytes32 safeTx = keccak256(
            abi.encode(
                SAFE_TX_TYPEHASH, to, value, keccak256(data), operation, safeTxGas, baseGas, gasPrice, gasToken,
                refundReceiver, txNonce
            )
        );
        bytes32 domain = keccak256(abi.encode(DOMAIN_TYPEHASH, block.chainid, address(this)));
        return keccak256(abi.encodePacked(bytes2(0x1901), domain, safeTx));
    }

    function addOwnerWithThreshold(address owner, uint256 newThreshold) external authorized {
        _addOwner(owner);
        if (newThreshold != threshold) _setThreshold(newThreshold);
    }

    function changeThreshold(uint256 newThreshold) external authorized {
        _setThreshold(newThreshold);
    }

    function getOwners() external view returns (address[] memory) {
        return owners;
    }

    function getThreshold() external view returns (uint256) {
        return threshold;
    }

    function _addOwner(address owner) private {
        if (owner == address(0) || owner == address(this) || isOwner[owner]) revert InvalidOwner(owner);
        isOwner[owner] = true;
        owners.push(owner);
        emit AddedOwner(owner);
    }

    function _setThreshold(uint256 newThreshold) private {
        if (newThreshold == 0 || newThreshold > owners.length) revert InvalidThreshold(newThreshold);
        threshold = newThreshold;
        emit ChangedThreshold(newThreshold);
    }

    /// @dev Ascending order means that no owner can count twice.
    function _checkSignatures(bytes32 txHash, bytes calldata signatures) private view {
        uint256 required = threshold;
        if (signatures.length < required * 65) revert NotEnoughSignatures(required);
        address last = address(0);
        for (uint256 i = 0; i < required; i++) {
            bytes calldata signature = signatures[i * 65:(i + 1) * 65];
            bytes32 s = bytes32(signature[32:64]);
            if (uint256(s) > HALF_CURVE_ORDER) revert InvalidSignature(i);
            address signer = ecrecover(txHash, uint8(signature[64]), bytes32(signature[0:32]), s);
            if (signer <= last || !isOwner[signer]) revert InvalidSignature(i);
            last = signer;
        }
    }
}
