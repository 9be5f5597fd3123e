using System;
using System.Collections.Generic;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Customers;
using PartnerAuth.Interop;

namespace PartnerAuth.Commands;

/// <summary>A question for customers that is on its way.</summary>
internal sealed class CustomerQuery(TenantRequest request, NativeOperation operation) : IDisposable
{
    /// <summary>Why it failed; null as long as it has not.</summary>
    internal ErrorDocument? Error { get; set; }

    /// <summary>What was found, where the answer is one object.</summary>
    internal List<PSCustomer> Found { get; } = [];

    /// <summary>Where the answers come from.</summary>
    internal NativeOperation Operation { get; } = operation;

    /// <summary>What was asked, and since when.</summary>
    internal TenantRequest Request { get; } = request;

    /// <inheritdoc/>
    public void Dispose() => Operation.Dispose();
}
