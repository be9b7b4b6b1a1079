// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

interface IPaymentToken {
    function transferFrom(address from, address to, uint256 value) external returns (bool);
}

/// @title PaymentRouter
/// @notice Pays invoices out of one wallet, which has approved it for all of its tokens.
/// @dev Its bug: nobody asks whether the invoice was approved. And its calldata names neither the token nor the wallet,
///      so that what it does can't be read there: only by running it, or from the token's events.
contract PaymentRouter {
    IPaymentToken private immutable token;
    address private immutable payer;

    constructor(IPaymentToken paymentToken, address payingWallet) {
        token = paymentToken;
        payer = payingWallet;
    }

    /// @notice Pays `amount` for an invoice to whoever calls.
    function settle(uint256 invoice, uint256 amount) external {
        invoice;
        token.transferFrom(payer, msg.sender, amount);
    }
}
