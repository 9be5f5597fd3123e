using System.Management.Automation;
using PartnerAuth.Interop;

namespace PartnerAuth;

/// <summary>Loads the native library and checks its version when the module is imported. Nothing is started.</summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer
{
    /// <inheritdoc/>
    public void OnImport() => NativeLoader.Load();
}
