namespace PartnerAuth.Tests.Fixtures;

/// <summary>Tests that change what the whole process shares run while no others do.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
