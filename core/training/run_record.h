#pragma once
/// What a training run's folder says of the run, for whoever shows or lists runs: run.json (what
/// was asked for), status.json (how it stands) and metrics.jsonl (what was measured). No torch.
/// Thread rule: free functions on values; any thread, beside a run that writes. Errors: readRun()
/// throws NotFound, Io, CorruptFile naming the file; status and metrics that cannot be read count
/// as absent, because a run may be writing them.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/dataset/dataset.h"

namespace descry {

/// How a run stands, as it said last.
struct RunStatus {
    enum class State {
        Running,    ///< Begun and not ended: it runs, or its program was killed.
        Stopped,    ///< On request; a snapshot is kept.
        Paused,     ///< By the disk; `error` says why. A snapshot is kept.
        Failed,     ///< By its settings, its data or the device.
        Cancelled,  ///< Stopped and not to be gone on with; it still can be.
        Finished,
    };
    State state = State::Running;
    std::int64_t step = 0;      ///< Steps done.
    std::int64_t numSteps = 0;  ///< In all; 0 while unknown.
    double best = -1;           ///< R@1, percent; below 0 without evaluation.
    std::int64_t bestStep = 0;
    std::int64_t numDropped = 0;           ///< Steps whose loss or gradient was not finite.
    std::int64_t rowsWithoutNegative = 0;  ///< Left out of P-ITM.
    std::int64_t cutTexts = 0;             ///< Captions longer than the model's positions.
    std::int64_t imagesLeftOut = 0;        ///< Could not be read when their turn came.
    std::optional<Error> error;            ///< Of Stopped, Paused and Failed.
};

/// Throws Io.
void writeRunStatus(const std::filesystem::path& runFolder, const RunStatus& status);
std::optional<RunStatus> readRunStatus(const std::filesystem::path& runFolder);

/// A run as its folder tells it.
struct RunRecord {
    std::filesystem::path folder;
    std::string startKind;  ///< "bundle", "checkpoint" or "new".
    std::filesystem::path startPath;
    std::filesystem::path dataset;
    std::filesystem::path images;
    std::optional<std::filesystem::path> pairs;
    std::filesystem::path heldOutDataset;
    std::optional<Split> heldOut;  ///< Absent: nothing is evaluated.
    std::string settings = "{}";   ///< The training keys of its config, as there.
    bool keepsCheckpoint = false;
    bool hasBest = false;  ///< There is a bundle best/.
    bool hasLast = false;
    std::optional<RunStatus> status;
    std::chrono::system_clock::time_point begunAt;  ///< When run.json was written.

    std::filesystem::path best() const { return folder / "best"; }
    std::filesystem::path last() const { return folder / "last"; }
    std::filesystem::path metrics() const { return folder / "metrics.jsonl"; }
};

bool isRunFolder(const std::filesystem::path& folder);
RunRecord readRun(const std::filesystem::path& folder);

/// Of one step; not-a-number where the line says nothing or null.
struct StepMetrics {
    std::int64_t step = 0;   ///< Steps done after it, from 1.
    bool isDropped = false;  ///< The loss or a gradient was not finite.
    double total = 0;
    double contrastive = 0;
    double matching = 0;
    double relation = 0;
    double maskedLanguage = 0;
    double replacedToken = 0;
    double rate = 0;     ///< Of the first group.
    double seconds = 0;  ///< That the step took.
};

/// In percent; not-a-number where absent.
struct RecallMetrics {
    double r1 = 0;
    double r5 = 0;
    double r10 = 0;
    double mAP = 0;
};

struct EvaluationMetrics {
    std::int64_t step = 0;
    std::string split;
    RecallMetrics similarity;
    std::optional<RecallMetrics> rerank;

    /// What counts: the re-ranked values, else those by similarity.
    const RecallMetrics& counted() const { return rerank ? *rerank : similarity; }
};

struct MetricsPart {
    std::vector<StepMetrics> steps;
    std::vector<EvaluationMetrics> evaluations;
    std::uint64_t endByte = 0;   ///< Where to go on reading; a last line without its end is left.
    std::int64_t numBroken = 0;  ///< Lines passed over.
    bool startsAnew = false;     ///< The file is shorter than `fromByte`: a resumed run cut it.
};

/// Whole lines from `fromByte` on.
MetricsPart readMetrics(const std::filesystem::path& file, std::uint64_t fromByte = 0);

}  // namespace descry
