// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {TreasuryVault} from "./TreasuryVault.sol";

/// @title TreasuryVaultV2
/// @notice The implementation that an attacker would upgrade to: looks the same, and lets anybody sweep the treasury.
contract TreasuryVaultV2 is TreasuryVault {
    event Swept(address indexed to, uint256 amount);

    function version() external pure override returns (uint256) {
        return 2;
    }

    /// @notice Sends everything to `to`. No owner is asked.
    function sweep(address to) external {
        uint256 amount = address(this).balance;
        emit Swept(to, amount);
        _pay(to, amount);
    }
}
