namespace PartnerAuth.Tests.Fixtures;

/// <summary>One session with both modules, shared by the tests of a class: <c>IClassFixture&lt;ModuleFixture&gt;</c>.</summary>
public sealed class ModuleFixture : IDisposable
{
    /// <summary>The session.</summary>
    public Session Session { get; } = new("PartnerAuth", "PartnerAuth.Sandbox");

    /// <inheritdoc/>
    public void Dispose() => Session.Dispose();
}
