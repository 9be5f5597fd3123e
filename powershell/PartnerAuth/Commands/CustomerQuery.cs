using System;
using PartnerAuth.Interop;

namespace PartnerAuth.Commands;

/// <summary>A question for customers that is on its way.</summary>
internal sealed class CustomerQuery(TenantRequest request, NativeOperation operation) : IDisposable
{
    /// <summary>Where the answers come from.</summary>
    internal NativeOperation Operation { get; } = operation;

    /// <summary>What was asked, and since when.</summary>
    internal TenantRequest Request { get; } = request;

    /// <inheritdoc/>
    public void Dispose() => Operation.Dispose();
}
