using System.Management.Automation;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Interop;

namespace PartnerAuth.Parameters;

/// <summary>
/// Takes an environment by name, as one of the module's objects, or as plain data with a sandbox's addresses.
/// </summary>
internal sealed class EnvironmentTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => PlainObject.Unwrap(inputData) switch
    {
        null => inputData,
        PartnerEnvironment environment => environment,
        PSPartnerEnvironment environment => Named(environment.Name),
        // The enum of a PartnerCenter module that is loaded beside this one, and its numbers.
        string or EnvironmentName or System.Enum or int => Named(PlainObject.Unwrap(inputData)!.ToString()),
        object data => FromData(new PlainObject(data)),
    };

    private static PartnerEnvironment Named(string? name) =>
        PartnerEnvironment.Named(name ?? string.Empty) ?? throw new ArgumentTransformationMetadataException(
            $"'{GivenText.OneLine(name ?? string.Empty)}' is no environment. Use {string.Join(", ", PartnerEnvironment.Names)}, "
            + "the environment of a sandbox as Start-PartnerSandbox gives it, or add one with Add-PartnerEnvironment.");

    private static PartnerEnvironment FromData(PlainObject data)
    {
        string? name = data.Text("Name") ?? data["EnvironmentName"]?.ToString();
        EnvironmentDocument document = new()
        {
            CaCertificate = data.Text("CaCertificate"),
            Graph = data.Text("Graph"),
            Login = data.Text("Login"),
            Name = name ?? string.Empty,
            PartnerCenter = data.Text("PartnerCenter"),
        };
        if (name is null)
        {
            throw new ArgumentTransformationMetadataException(
                $"The environment needs a Name, and for a sandbox Login, Graph and PartnerCenter; its properties are: {data.Names}.");
        }

        bool hasAddresses = document.Login is not null || document.Graph is not null || document.PartnerCenter is not null;
        return hasAddresses ? PartnerEnvironment.Sandbox(document) : Named(name);
    }
}
