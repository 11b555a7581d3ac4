using Infusion.Core.SignOff;

namespace Infusion.Server.Charts;

/// <summary>Where the sign-off of a chart stands, in words and names.</summary>
static class SignOffViews
{
    public static SignOffView Of(ChartFolder folder, IReadOnlyList<ChartVersion> versions, IReadOnlyDictionary<string, string> names, string me)
    {
        var (content, state) = (folder.Content, folder.State);
        var hasChanged = state.Digest is not null && state.Digest != content.Digest;
        var locked = state.Locks.LastOrDefault(each => each.Digest == content.Digest);
        return new SignOffView(
            content.About.Session,
            ChartWorklist.Standing(state, hasChanged),
            content.Digest,
            [.. folder.Now.Obligations.Select(each => new ObligationView(each.Code, each.Text, each.Times, each.MayBeWaived, Waived(content, state, each)))],
            ChartWorklist.Views(state, content.Digest, names),
            locked?.At, locked?.By,
            [.. state.Entries.Select(each => new EntryView(
                each.Entry, each.Kind, content.Note(each.Text)?.Text, content.Note(each.Reason)?.Text, each.Corrects, each.HappenedAt, each.At, each.By,
                names.GetValueOrDefault(each.By, each.By)))],
            versions,
            state.ToBeTold.Contains(me) || (hasChanged && state.Signatures.Any(each => each.By == me)) ? state.Version : null);
    }

    static WaiverView? Waived(ChartContent content, SignOffState state, Obligation obligation) =>
        obligation.MayBeWaived && state.Waivers.FirstOrDefault(each => each.Obligation == obligation.Code) is { } waiver
            ? new(waiver.Obligation, content.Note(waiver.Reason)?.Text ?? "erased", waiver.At, waiver.By)
            : null;
}
