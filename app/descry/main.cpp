// descry: the window. Puts the parts together and hands them to it.

#include <QApplication>
#include <QStandardPaths>
#include <cstdio>
#include <filesystem>

#include "app/descry/workspaces.h"
#include "core/base/version.h"
#include "core/model/device.h"
#include "core/model/rasa_model.h"
#include "ui/common/application_context.h"
#include "ui/common/system_motion.h"
#include "ui/common/system_scheme.h"
#include "ui/common/text.h"
#include "ui/common/translations.h"
#include "ui/shell/launch.h"
#include "ui/shell/main_window.h"
#include "ui/shell/notifications.h"
#include "ui/shell/single_instance.h"

namespace {

using namespace descry;

std::filesystem::path locationOf(QStandardPaths::StandardLocation location) {
    return toPath(QStandardPaths::writableLocation(location));
}

QString settingsFile() {
    return qtPath(locationOf(QStandardPaths::AppConfigLocation) / "descry.ini");
}

/// Everything from the settings to the window; ends with the window.
int runWindow(const Launch& launch, SingleInstance& instance) {
    Settings settings(settingsFile());
    installTranslations(settings.choices().language);
    nameTorchFolder(settings.choices().libtorchFolder);
    Theme theme;
    const SystemSchemeWatch scheme;
    QObject::connect(&scheme, &SystemSchemeWatch::changed, &theme, &Theme::setSystemScheme);
    const SystemMotionWatch motion;
    QObject::connect(&motion, &SystemMotionWatch::changed, &theme, &Theme::setSystemMotion);

    Messages messages;
    Background background;
    JobSignals jobs;
    Workbench workbench({background,
                         jobs,
                         messages,
                         &loadRasaModel,
                         &findDevice,
                         locationOf(QStandardPaths::AppDataLocation)});
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
                      {.mode = launch.mode,
                       .demo = findDemo(context.programFolder),
                       .idleAfter = launch.idleAfter});
    // Once every part has said how its jobs are made.
    if (launch.mode == WindowMode::Normal) jobs.keepJournal(workbench.dataFolder() / "jobs.json");
    DesktopNotifier notifier;
    QObject::connect(&notifier, &DesktopNotifier::activated, &window, &MainWindow::raiseWindow);
    const JobNotifications notifications(
        jobs, settings, notifier, [&window] { return window.isActiveWindow(); });
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
    askForRepeatableProducts();
    QCoreApplication::setApplicationName(QStringLiteral("descry"));
    QCoreApplication::setApplicationVersion(QLatin1String(kVersion));
    const ParsedLaunch parsed = [&] {
        // A wrong command line is answered without a display too.
        const QCoreApplication words(argc, argv);
        installTranslations(Settings(settingsFile()).choices().language);
        return parseLaunch(QCoreApplication::arguments(), std::filesystem::current_path());
    }();
    if (parsed.answer) {
        std::fputs(qPrintable(parsed.answer->text + QLatin1Char('\n')),
                   parsed.answer->exitCode == 0 ? stdout : stderr);
        return parsed.answer->exitCode;
    }
    // A stand is looked at from further away.
    if (parsed.launch.mode == WindowMode::Kiosk && !qEnvironmentVariableIsSet("QT_SCALE_FACTOR")) {
        qputenv("QT_SCALE_FACTOR", "1.25");
    }
    QApplication application(argc, argv);
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Descry"));
    QGuiApplication::setDesktopFileName(QStringLiteral("descry"));
    SingleInstance instance(instanceSocket(parsed.launch.mode));
    if (instance.handOver(absoluteArguments(parsed.launch))) return 0;
    return runWindow(parsed.launch, instance);
}
