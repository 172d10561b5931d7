// descry-cli: the core without a display.

#include <fmt/format.h>

#include <csignal>
#include <exception>
#include <new>
#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/describe.h"
#include "core/base/version.h"
#include "core/model/device.h"

namespace {

int run(int argc, char** argv) {
    descry::CommandContext context;
    context.stopToken();  // Signals are blocked before any other thread starts.
    // A file that may grow no further is an error that is told, not the end.
    std::signal(SIGXFSZ, SIG_IGN);
    descry::askForRepeatableProducts();

    CLI::App app("Descry finds people in pictures by a written description.", "descry-cli");
    app.set_version_flag("--version", std::string(descry::kVersion));
    app.require_subcommand(1);
    descry::addDescribeFlag(app);
    descry::addModelCommand(app, context);
    descry::addImageCommand(app, context);
    descry::addDatasetCommand(app, context);
    descry::addDeviceCommand(app, context);
    descry::addTokenizerCommand(app, context);
    descry::addGalleryCommand(app, context);
    descry::addSearchCommand(app, context);
    descry::addExplainCommand(app, context);
    descry::addEvaluateCommand(app, context);
    descry::addEvaluateMapsCommand(app, context);
    descry::addReviewCommand(app, context);
    descry::addTrainCommand(app, context);
    descry::addBenchCommand(app, context);

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? descry::kExitDone : descry::kExitBadInput;
    } catch (const descry::Error& error) {
        fmt::print(stderr, "error: {}\n", error.what());
        if (context.json) {
            context.printJson(
                {{"error",
                  {{"code", descry::errorCodeName(error.code())}, {"message", error.what()}}}});
        }
        return descry::exitCodeOf(error.code());
    } catch (const std::bad_alloc&) {
        fmt::print(stderr, "error: out of memory\n");
        return descry::kExitFailed;
    } catch (const std::exception& error) {
        fmt::print(stderr, "error: internal: {}\n", error.what());
        return descry::kExitFailed;
    }
    return context.exitCode;
}

}  // namespace

int main(int argc, char** argv) {
    const int code = run(argc, argv);
    std::fflush(stdout);
    return code;
}
