// descry: the window. Puts the parts together and hands them to it.

#include <QApplication>
#include <QLibraryInfo>
#include <QStandardPaths>
#include <QTranslator>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <vector>

#include "core/base/version.h"
#include "core/model/rasa_model.h"
#include "ui/common/application_context.h"
#include "ui/common/system_scheme.h"
#include "ui/common/text.h"
#include "ui/gallery/gallery_workspace.h"
#include "ui/search/search_workspace.h"
#include "ui/shell/launch.h"
#include "ui/shell/main_window.h"
#include "ui/shell/single_instance.h"

namespace {

using namespace descry;

std::filesystem::path locationOf(QStandardPaths::StandardLocation location) {
    return toPath(QStandardPaths::writableLocation(location));
}

/// The program's words and Qt's own in the language chosen, where they are translated.
void translate(const QString& language) {
    const QLocale locale = language.isEmpty() ? QLocale::system() : QLocale(language);
    const QString ofQt = QLibraryInfo::path(QLibraryInfo::TranslationsPath);
    for (const auto& [name, folder] :
         {std::pair{QStringLiteral("descry"), QStringLiteral(":/translations")},
          std::pair{QStringLiteral("qtbase"), ofQt}}) {
        auto* translator = new QTranslator(qApp);
        if (translator->load(locale, name, QStringLiteral("_"), folder)) {
            QCoreApplication::installTranslator(translator);
        }
    }
}

std::vector<std::unique_ptr<Workspace>> makeWorkspaces(ApplicationContext& context,
                                                       WindowMode mode) {
    std::vector<std::unique_ptr<Workspace>> workspaces;
    workspaces.push_back(std::make_unique<SearchWorkspace>(context));
    // In a kiosk nothing that changes a gallery is there.
    if (mode == WindowMode::Normal) {
        workspaces.push_back(std::make_unique<GalleryWorkspace>(context));
    }
    return workspaces;
}

/// Everything from the settings to the window; ends with the window.
int runWindow(const Launch& launch, SingleInstance& instance) {
    const auto configFolder = locationOf(QStandardPaths::AppConfigLocation);
    Settings settings(qtPath(configFolder / "descry.ini"));
    translate(settings.choices().language);
    Theme theme;
    const SystemSchemeWatch scheme;
    QObject::connect(&scheme, &SystemSchemeWatch::changed, &theme, &Theme::setSystemScheme);

    Messages messages;
    Background background;
    JobSignals jobs;
    const ModelLoader load = [](std::shared_ptr<const Bundle> bundle, const DeviceRequest& device) {
        return std::shared_ptr<RasaModel>(loadRasaModel(std::move(bundle), device));
    };
    Workbench workbench(
        {background, jobs, messages, load, locationOf(QStandardPaths::AppDataLocation)});
    ThumbnailCache thumbnails;
    DialogPrompts prompts;
    ApplicationContext context{settings,
                               theme,
                               messages,
                               background,
                               jobs,
                               workbench,
                               thumbnails,
                               prompts,
                               toPath(QCoreApplication::applicationDirPath())};
    MainWindow window(context,
                      makeWorkspaces(context, launch.mode),
                      {.mode = launch.mode, .demo = findDemo(context.programFolder)});
    QObject::connect(
        &instance, &SingleInstance::called, &window, [&](const QStringList& arguments) {
            window.raiseWindow();
            const ParsedLaunch called = parseLaunch(arguments, {});
            if (!called.answer && launch.mode == WindowMode::Normal)
                window.openGiven(called.launch);
        });
    instance.listen();
    if (launch.mode == WindowMode::Kiosk) {
        window.showFullScreen();
    } else {
        window.show();
    }
    window.open(launch);
    return QApplication::exec();
}

/// With the gallery's and the bundle's paths made absolute, for a program in another folder.
QStringList absoluteArguments(const Launch& launch) {
    QStringList arguments{QStringLiteral("descry")};
    if (launch.bundle) arguments << QStringLiteral("--bundle") << qtPath(*launch.bundle);
    if (launch.demo) arguments << QStringLiteral("--demo");
    if (launch.gallery) arguments << QStringLiteral("--") << qtPath(*launch.gallery);
    return arguments;
}

}  // namespace

int main(int argc, char** argv) {
    const ParsedLaunch parsed = [&] {
        // A wrong command line is answered without a display too.
        const QCoreApplication words(argc, argv);
        return parseLaunch(QCoreApplication::arguments(), std::filesystem::current_path());
    }();
    if (parsed.answer) {
        std::fputs(qPrintable(parsed.answer->text + QLatin1Char('\n')),
                   parsed.answer->exitCode == 0 ? stdout : stderr);
        return parsed.answer->exitCode;
    }
    QApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("descry"));
    QCoreApplication::setApplicationVersion(QLatin1String(kVersion));
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Descry"));
    QGuiApplication::setDesktopFileName(QStringLiteral("descry"));
    SingleInstance instance(instanceName());
    if (instance.handOver(absoluteArguments(parsed.launch))) return 0;
    return runWindow(parsed.launch, instance);
}
