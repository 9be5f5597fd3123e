using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;

namespace PartnerAuth.Parameters;

/// <summary>
/// Makes tenants of what a script has: text, Guids, hashtables and objects with TenantId, CustomerId, customer.tenantId
/// or Domain, in that order. A bare id is none: that of a contract or a relationship names no tenant. Among many, what names
/// none becomes a <see cref="RefusedTenant"/>.
/// </summary>
internal sealed class TenantTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>True for a parameter of type string, which takes one tenant.</summary>
    public bool Single { get; set; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        List<string> tenants = [];
        Collect(inputData, tenants);
        if (tenants.Count == 0)
        {
            throw new ArgumentTransformationMetadataException("The list of tenants is empty.");
        }

        if (!Single)
        {
            return tenants.ToArray();
        }

        if (tenants.Count > 1)
        {
            throw new ArgumentTransformationMetadataException($"One tenant is expected here, and {tenants.Count} were given.");
        }

        return RefusedTenant.Of(tenants[0]) is { } refused
            ? throw new ArgumentTransformationMetadataException(refused.Reason)
            : tenants[0];
    }

    private static void Collect(object? input, List<string> tenants)
    {
        object? value = PlainObject.Unwrap(input);
        switch (value)
        {
            case null:
                // Not an error here: among others it must not stop them, and as a tenant it is refused with its reason.
                tenants.Add(string.Empty);
                break;
            case string text:
                tenants.Add(text);
                break;
            case Guid id:
                tenants.Add(id.ToString());
                break;
            default:
                CollectFrom(value, tenants);
                break;
        }
    }

    private static void CollectFrom(object value, List<string> tenants)
    {
        IEnumerable? many = LanguagePrimitives.GetEnumerable(value);
        if (many is null)
        {
            tenants.Add(TenantOf(value));
            return;
        }

        foreach (object? one in many)
        {
            Collect(one, tenants);
        }
    }

    private static string TenantOf(object value)
    {
        PlainObject properties = new(value);
        object? customer = properties["customer"];
        string typeName = PSObject.AsPSObject(value).TypeNames[0];
        return properties.Text("TenantId")
            ?? properties.Text("CustomerId")
            ?? (customer is null ? null : new PlainObject(customer).Text("tenantId"))
            ?? properties.Text("Domain")
            ?? RefusedTenant.StandIn(
                value,
                typeName,
                $"An object of type {typeName} names no tenant. "
                + $"It needs TenantId, CustomerId, customer.tenantId or Domain; its properties are: {properties.Names}.");
    }
}
