using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using Microsoft.Store.PartnerCenter.Models.ApplicationConsents;

namespace PartnerAuth.Parameters;

/// <summary>
/// Takes grants as ApplicationGrant, hashtable or any object with the two properties, also the type of a PartnerCenter
/// module loaded beside this one.
/// </summary>
internal sealed class GrantTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = PlainObject.Unwrap(inputData);
        IEnumerable many = value is null ? new object[0] : LanguagePrimitives.GetEnumerable(value) ?? new[] { value };
        return many.Cast<object?>().Select(Grant).ToArray();
    }

    private static ApplicationGrant Grant(object? input)
    {
        if (input is null)
        {
            throw new ArgumentTransformationMetadataException("A grant is null.");
        }

        PlainObject data = new(input);
        string? resource = data.Text("EnterpriseApplicationId");
        string? scope = Scope(data["Scope"]);
        return resource is not null && scope is not null
            ? new ApplicationGrant { EnterpriseApplicationId = resource, Scope = scope }
            : throw new ArgumentTransformationMetadataException(
                $"A grant needs EnterpriseApplicationId and Scope, both not empty; its properties are: {data.Names}.");
    }

    /// <summary>Scope names as one text; they may come as a list.</summary>
    private static string? Scope(object? value)
    {
        if (value is string text)
        {
            return string.IsNullOrWhiteSpace(text) ? null : text;
        }

        IEnumerable<object?>? many = LanguagePrimitives.GetEnumerable(value)?.Cast<object?>();
        IEnumerable<string>? names = many?.Select(PlainObject.Unwrap).OfType<string>();
        string joined = string.Join(",", names ?? []);
        return joined.Length == 0 ? null : joined;
    }
}
