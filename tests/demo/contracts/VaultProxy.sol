// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @title VaultProxy
/// @notice The address that people know: holds the funds and the storage, and runs the code of whatever
///         implementation its EIP-1967 slot names. It has no upgrade function of its own: the implementation changes
///         the slot (UUPS, EIP-1822), so taking over the implementation's owner takes over everything.
contract VaultProxy {
    /// @dev EIP-1967: keccak256("eip1967.proxy.implementation") - 1.
    bytes32 private constant IMPLEMENTATION_SLOT = 0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc;

    /// @notice EIP-1967: the code behind this address changed.
    event Upgraded(address indexed implementation);

    error NotAContract(address implementation);

    /// @param implementation The first implementation.
    /// @param initialCall Calldata for it, usually an encoded `initialize`; empty for none.
    constructor(address implementation, bytes memory initialCall) payable {
        if (implementation.code.length == 0) revert NotAContract(implementation);
        assembly ("memory-safe") {
            sstore(IMPLEMENTATION_SLOT, implementation)
        }
        emit Upgraded(implementation);
        if (initialCall.length > 0) {
            (bool success, bytes memory reason) = implementation.delegatecall(initialCall);
            if (!success) {
                assembly ("memory-safe") {
                    revert(add(reason, 32), mload(reason))
                }
            }
        }
    }

    fallback() external payable {
        assembly {
            calldatacopy(0, 0, calldatasize())
            let success := delegatecall(gas(), sload(IMPLEMENTATION_SLOT), 0, calldatasize(), 0, 0)
            returndatacopy(0, 0, returndatasize())
            switch success
            case 0 { revert(0, returndatasize()) }
            default { return(0, returndatasize()) }
        }
    }

    /// @notice Plain ether is a gift: accepted without running the implementation.
    receive() external payable {}
}
