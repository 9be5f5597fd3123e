using System;
using System.Collections.Generic;
using PartnerAuth.Interop;

namespace PartnerAuth.Commands;

/// <summary>A question for a tenant's objects that is on its way.</summary>
internal sealed class TenantQuery(TenantRequest request, NativeOperation operation) : IDisposable
{
    /// <summary>Why it failed, or a part of it; empty as long as nothing has.</summary>
    internal List<ErrorDocument> Errors { get; } = [];

    /// <summary>What was found, where the answer is one object.</summary>
    internal List<object> Found { get; } = [];

    /// <summary>Where the answers come from.</summary>
    internal NativeOperation Operation { get; } = operation;

    /// <summary>What was asked, and since when.</summary>
    internal TenantRequest Request { get; } = request;

    /// <inheritdoc/>
    public void Dispose() => Operation.Dispose();
}
