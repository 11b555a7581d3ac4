using System.Collections.Immutable;
using Infusion.Core.Assessments;

namespace Infusion.Core.Outcomes;

/// <summary>What a clinic's writer must know of assessments at once. Changed by events only; what they say stands in the store.</summary>
public sealed class OutcomeMemory
{
    /// <summary>Of one instrument of one patient: more than any window looks back.</summary>
    const int DaysKept = 12;

    /// <summary>So long a link that is over can still say why.</summary>
    static readonly TimeSpan LinkKeptFor = TimeSpan.FromDays(2);

    readonly Dictionary<Guid, ImmutableArray<AssessedDay>> _days = [];
    readonly Dictionary<Guid, SafetyTask> _open = [];
    readonly Dictionary<string, TabletLink> _links = [];

    /// <summary>By the id of the assessment that opened each.</summary>
    public IReadOnlyDictionary<Guid, SafetyTask> OpenTasks => _open;

    /// <returns>Oldest first.</returns>
    public IEnumerable<SafetyTask> OpenTasksOf(Guid patient) =>
        _open.Values.Where(task => task.Patient == patient).OrderBy(task => task.OpenedAt).ThenBy(task => task.Assessment);

    public IEnumerable<DateOnly> DaysOf(Guid patient, Instrument instrument) =>
        _days.TryGetValue(patient, out var days) ? days.Where(each => each.Instrument == instrument).Select(each => each.On) : [];

    /// <returns>Null: no such link, or one that is over for long.</returns>
    public TabletLink? Link(string hash) => _links.GetValueOrDefault(hash);

    internal void Apply(OutcomeEvent happened)
    {
        switch (happened)
        {
            case AssessmentRecorded e:
                Remember(e);
                break;
            case AssessmentWithdrawn e when _days.TryGetValue(e.Patient, out var days):
                _days[e.Patient] = days.RemoveAll(each => each.Assessment == e.Assessment);
                break;
            case SafetyTaskOpened e:
                _open[e.Assessment] = e.Task;
                break;
            case SafetyTaskAnswered e:
                _open.Remove(e.Assessment);
                break;
            case TabletLinkMade e:
                Take(e);
                break;
            case TabletLinkUsed e when _links.TryGetValue(e.Hash, out var link):
                _links[e.Hash] = link with { UsedAt = e.At };
                break;
        }
    }

    /// <summary>Only what gave a total: what was left out may be asked again at once.</summary>
    void Remember(AssessmentRecorded e)
    {
        if (Instruments.Find(e.Instrument)?.Score(e.Items).Total is null)
        {
            return;
        }

        var days = (_days.TryGetValue(e.Patient, out var known) ? known : []).Add(new AssessedDay(e.Assessment, e.Instrument, e.On));
        var same = days.Where(each => each.Instrument == e.Instrument).ToList();
        _days[e.Patient] = same.Count > DaysKept ? days.Remove(same.MinBy(each => each.On)) : days;
    }

    void Take(TabletLinkMade e)
    {
        foreach (var (hash, link) in _links.ToList())
        {
            if (e.At - link.ExpiresAt > LinkKeptFor)
            {
                _links.Remove(hash);
            }
            else if (link.Patient == e.Patient && link.StateAt(e.At) == TabletLinkState.Open)
            {
                _links[hash] = link with { IsReplaced = true };
            }
        }

        _links[e.Hash] = new TabletLink(e.Hash, e.Patient, e.Instruments, e.ExpiresAt);
    }

    readonly record struct AssessedDay(Guid Assessment, Instrument Instrument, DateOnly On);
}
