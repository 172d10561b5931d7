// descry-demo-data: renders pedestrians with true attributes and captions, in the layout of
// published data sets. Ctrl+C stops it; the folder appears only when all is there.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <new>
#include <nlohmann/json.hpp>
#include <stop_token>
#include <string>
#include <thread>

#include "app/describe.h"
#include "app/seed.h"
#include "core/base/error.h"
#include "core/base/version.h"
#include "core/synthetic/generate.h"

namespace {

using descry::synthetic::GenerateOptions;
using descry::synthetic::GenerateReport;

enum ExitCode { kExitDone = 0, kExitFailed = 1, kExitBadInput = 2, kExitCancelled = 130 };

std::atomic<bool> g_isInterrupted = false;

void onSignal(int) {
    g_isInterrupted = true;
}

void addOptions(CLI::App& app, GenerateOptions& options) {
    app.add_option("PACK", options.pack, "Folder with characters/ and backgrounds/")->required();
    app.add_option("--out", options.out, "New or empty folder for the data set")->required();
    app.add_option("--people", options.people, "Different people, in all splits together")
        ->capture_default_str();
    app.add_option("--val", options.valPeople, "Of them for validation")->capture_default_str();
    app.add_option("--test", options.testPeople, "Of them for the test")->capture_default_str();
    app.add_option("--seed", options.seed, "The same seed gives the same files")
        ->check(descry::problemOfSeed)
        ->capture_default_str();
    app.add_option("--min-images", options.minImages, "Pictures a person, at least")
        ->capture_default_str();
    app.add_option("--max-images", options.maxImages, "Pictures a person, at most")
        ->capture_default_str();
    app.add_option("--captions", options.captions, "English captions a picture")
        ->capture_default_str();
    app.add_option("--cameras", options.cameras, "Cameras")->capture_default_str();
    app.add_option("--threads", options.threads, "0: as many as there are cores")
        ->capture_default_str();
    app.add_option("--backgrounds", options.backgrounds, "Panoramas, if not PACK/backgrounds");
    app.add_flag("!--no-masks", options.masks, "Write no label masks");
}

void showProgress(std::size_t done, std::size_t total) {
    using Clock = std::chrono::steady_clock;
    static Clock::time_point last;
    const Clock::time_point now = Clock::now();
    if (done < total && now - last < std::chrono::seconds(1)) return;
    last = now;
    fmt::print(stderr, "\r{} of {} people{}", done, total, done == total ? "\n" : "");
    std::fflush(stderr);
}

void printReport(const GenerateReport& report) {
    fmt::print("{} images, {} captions, {} different words; {:.1f} images/s\n",
               report.images,
               report.captions,
               report.vocabulary,
               static_cast<double>(report.images) / report.seconds);
    fmt::print("oracle over {} images: R@1 {:.1f}, R@5 {:.1f}, R@10 {:.1f}, mAP {:.1f}\n",
               report.oracleImages,
               report.oracle.r1,
               report.oracle.r5,
               report.oracle.r10,
               report.oracle.meanAp);
}

nlohmann::json toJson(const GenerateReport& report) {
    return {{"images", report.images},
            {"captions", report.captions},
            {"vocabulary", report.vocabulary},
            {"seconds", report.seconds},
            {"oracle",
             {{"images", report.oracleImages},
              {"r1", report.oracle.r1},
              {"r5", report.oracle.r5},
              {"r10", report.oracle.r10},
              {"mAP", report.oracle.meanAp}}}};
}

nlohmann::json toJson(const descry::Error& error) {
    return {{"error", {{"code", descry::errorCodeName(error.code())}, {"message", error.what()}}}};
}

void printJson(const nlohmann::json& document) {
    // Paths may hold any bytes: what is not UTF-8 is replaced, never an exception.
    fmt::print("{}\n", document.dump(1, ' ', false, nlohmann::json::error_handler_t::replace));
}

int exitCodeOf(descry::ErrorCode code) noexcept {
    switch (code) {
        case descry::ErrorCode::Cancelled:
            return kExitCancelled;
        case descry::ErrorCode::InvalidInput:
        case descry::ErrorCode::NotFound:
        case descry::ErrorCode::CorruptFile:
        case descry::ErrorCode::Unsupported:
            return kExitBadInput;
        default:
            return kExitFailed;
    }
}

GenerateReport generate(const GenerateOptions& options) {
    std::stop_source stop;
    // A signal handler may only set a flag; a thread turns it into the stop request.
    const std::jthread watcher([&stop](const std::stop_token& end) {
        while (!end.stop_requested()) {
            if (g_isInterrupted) stop.request_stop();
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
    });
    return descry::synthetic::generateDataset(options, showProgress, stop.get_token());
}

int run(int argc, char** argv) {
    GenerateOptions options;
    bool isJson = false;
    CLI::App app("Renders people with captions, true attributes and masks.", "descry-demo-data");
    app.set_version_flag("--version", std::string(descry::kVersion));
    descry::addDescribeFlag(app);
    addOptions(app, options);
    app.add_flag("--json", isJson, "Answer with one JSON document on standard output");
    try {
        app.parse(argc, argv);
        const GenerateReport report = generate(options);
        if (isJson) {
            printJson(toJson(report));
        } else {
            printReport(report);
        }
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? kExitDone : kExitBadInput;
    } catch (const descry::Error& error) {
        fmt::print(stderr, "error: {}\n", error.what());
        if (isJson) printJson(toJson(error));
        return exitCodeOf(error.code());
    } catch (const std::bad_alloc&) {
        fmt::print(stderr, "error: out of memory\n");
        return kExitFailed;
    } catch (const std::exception& error) {
        fmt::print(stderr, "error: internal: {}\n", error.what());
        return kExitFailed;
    }
    return kExitDone;
}

}  // namespace

int main(int argc, char** argv) {
    std::signal(SIGINT, onSignal);
    std::signal(SIGTERM, onSignal);
    return run(argc, argv);
}
