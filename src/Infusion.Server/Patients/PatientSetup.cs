using Infusion.Server.Patients.Ehr;
using Microsoft.Extensions.Options;

namespace Infusion.Server.Patients;

static class PatientSetup
{
    public static void AddPatients(this IServiceCollection services)
    {
        services.AddOptions<EhrSettings>().BindConfiguration(EhrSettings.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<EhrSettings>, ValidateEhrSettings>();
        services.AddSingleton<EhrPatients>();
    }
}
