// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @title TreasuryVault
/// @notice A treasury that many people deposit ether into and one owner can pay out of, pause and upgrade.
/// @dev Lives behind `VaultProxy`. Storage slot 0 packs owner, paused and initialized, in this order from the right.
contract TreasuryVault {
    /// @dev EIP-1967: keccak256("eip1967.proxy.implementation") - 1.
    bytes32 internal constant IMPLEMENTATION_SLOT = 0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc;

    address public owner;
    bool public paused;
    bool private initialized;

    /// @notice Who put in how much and has not been paid back, in wei.
    mapping(address => uint256) public depositOf;

    event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);
    event Paused(address account);
    event Unpaused(address account);
    event Upgraded(address indexed implementation);
    event Deposited(address indexed from, uint256 amount);
    event Withdrawn(address indexed to, uint256 amount);

    error AlreadyInitialized();
    error OwnableUnauthorizedAccount(address account);
    error OwnableInvalidOwner(address owner);
    error EnforcedPause();
    error ExpectedPause();
    error InsufficientFunds(uint256 available, uint256 wanted);
    error TransferFailed(address to);
    error NotUpgradeable(address implementation);

    modifier onlyOwner() {
        if (msg.sender != owner) revert OwnableUnauthorizedAccount(msg.sender);
        _;
    }

    modifier whenNotPaused() {
        if (paused) revert EnforcedPause();
        _;
    }

    /// @dev Nobody can own the bare implementation.
    constructor() {
        initialized = true;
    }

    /// @notice Called once, through the proxy, in place of a constructor.
    function initialize(address firstOwner) external {
        if (initialized) revert AlreadyInitialized();
        if (firstOwner == address(0)) revert OwnableInvalidOwner(firstOwner);
        initialized = true;
        _setOwner(firstOwner);
    }

    /// @notice 1 here, higher in later implementations.
    function version() external pure virtual returns (uint256) {
        return 1;
    }

    /// @notice Puts ether into the treasury.
    function deposit() external payable whenNotPaused {
        depositOf[msg.sender] += msg.value;
        emit Deposited(msg.sender, msg.value);
    }

    /// @notice Pays `amount` wei out of the treasury.
    function withdraw(address to, uint256 amount) external onlyOwner whenNotPaused {
        if (amount > address(this).balance) revert InsufficientFunds(address(this).balance, amount);
        emit Withdrawn(to, amount);
        _pay(to, amount);
    }

    /// @notice Stops deposits and withdrawals.
    function pause() external onlyOwner whenNotPaused {
        paused = true;
        emit Paused(msg.sender);
    }

    /// @notice Lets them flow again.
    function unpause() external onlyOwner {
        if (!paused) revert ExpectedPause();
        paused = false;
        emit Unpaused(msg.sender);
    }

    /// @notice Hands the treasury to somebody else, in one step.
    function transferOwnership(address newOwner) external onlyOwner {
        if (newOwner == address(0)) revert OwnableInvalidOwner(newOwner);
        _setOwner(newOwner);
    }

    /// @notice Leaves the treasury without an owner for ever: nobody can pay out, pause or upgrade again.
    function renounceOwnership() external onlyOwner {
        _setOwner(address(0));
    }

    /// @notice Replaces the code behind the proxy.
    function upgradeTo(address implementation) external onlyOwner {
        _upgrade(implementation);
    }

    /// @notice Replaces the code behind the proxy and runs `data` in it at once.
    function upgradeToAndCall(address implementation, bytes calldata data) external payable onlyOwner {
        _upgrade(implementation);
        if (data.length == 0) return;
        (bool success, bytes memory reason) = implementation.delegatecall(data);
        if (!success) {
            assembly ("memory-safe") {
                revert(add(reason, 32), mload(reason))
            }
        }
    }

    /// @notice EIP-1822: says that this code can stand behind an EIP-1967 proxy.
    function proxiableUUID() external pure returns (bytes32) {
        return IMPLEMENTATION_SLOT;
    }

    function _setOwner(address newOwner) internal {
        emit OwnershipTransferred(owner, newOwner);
        owner = newOwner;
    }

    function _pay(address to, uint256 amount) internal {
        (bool success, ) = to.call{value: amount}("");
        if (!success) revert TransferFailed(to);
    }

    function _upgrade(address implementation) private {
        if (implementation.code.length == 0) revert NotUpgradeable(implementation);
        if (TreasuryVault(implementation).proxiableUUID() != IMPLEMENTATION_SLOT) revert NotUpgradeable(implementation);
        assembly ("memory-safe") {
            sstore(IMPLEMENTATION_SLOT, implementation)
        }
        emit Upgraded(implementation);
    }
}
