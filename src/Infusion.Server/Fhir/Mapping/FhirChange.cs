using Hl7.Fhir.Model;
using Infusion.Core.Clinics;

namespace Infusion.Server.Fhir.Mapping;

/// <summary>The next version of one resource, made from the newest there is: for a fact that tells only what is different.</summary>
/// <param name="Next">Gets null where nothing is stored; gives null where there is nothing new to say.</param>
sealed record FhirChange(string Type, string Id, Func<Resource?, Resource?> Next)
{
    /// <summary>Something that stays as it is, written when it is first met.</summary>
    public static FhirChange Once(Resource resource) => new(resource.TypeName, resource.Id!, stored => stored is null ? resource : null);

    /// <summary>Something that is told whole, and again only when it differs.</summary>
    public static FhirChange WhenDifferent(Resource resource) =>
        new(resource.TypeName, resource.Id!, stored => stored is not null && SaysTheSame(stored, resource) ? null : resource);

    /// <summary>Nothing where there is nothing: what was never charted is not made up.</summary>
    public static FhirChange To<T>(string id, Action<T> change)
        where T : Resource, new() => new(new T().TypeName, id, stored =>
        {
            if (stored is not T known)
            {
                return null;
            }

            change(known);
            return known;
        });

    /// <summary>Version, time and test mark are the store's, not the fact's.</summary>
    static bool SaysTheSame(Resource stored, Resource told)
    {
        var (a, b) = ((Resource)stored.DeepCopy(), (Resource)told.DeepCopy());
        a.Meta = b.Meta = null;
        return a.IsExactly(b);
    }
}

/// <summary>One thing that a fact says: a whole resource, or what is different in one.</summary>
readonly record struct Told
{
    public Told(Resource whole) => Whole = whole;

    public Told(FhirChange change) => Change = change;

    public Resource? Whole { get; }

    public FhirChange? Change { get; }

    public string Type => Change?.Type ?? Whole!.TypeName;

    public string Id => Change?.Id ?? Whole!.Id!;

    /// <param name="newest">Null: nothing is stored, or it was not asked for.</param>
    /// <returns>Null: nothing new.</returns>
    public Resource? On(Resource? newest) => Change is { } change ? change.Next(newest) : Whole;

    /// <summary>Everything that an event says, in the order in which it is to be written.</summary>
    public static IEnumerable<Told> By(string clinic, StreamEvent e) =>
    [
        .. FhirMapper.FromEvent(clinic, e).Select(whole => new Told(whole)),
        .. FhirMapper.ChangesOf(clinic, e).Select(change => new Told(change)),
    ];
}
