namespace PartnerAuth.Tests.Fixtures;

/// <summary>A request that a relay holds back until it is released, or for good.</summary>
public sealed class HeldRequest(Func<IReadOnlyList<string>, string, bool> wanted)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when it is released.</summary>
    internal Task Released => released.Task;

    /// <summary>Waits until the request has come.</summary>
    public Task ArrivedAsync() => arrived.Task.WaitAsync(Limit);

    /// <summary>Passes it on.</summary>
    public void Release() => released.TrySetResult();

    /// <summary>True for the first request that is wanted.</summary>
    internal bool Takes(IReadOnlyList<string> before, string request) => wanted(before, request) && arrived.TrySetResult();
}
