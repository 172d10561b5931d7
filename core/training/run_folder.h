#pragma once
/// Private to core/training: what a run's folder holds: run.json (what was asked for), the
/// tokenizer, snapshot.safetensors, metrics.jsonl, the bundles last/ and best/, and
/// checkpoint.pth if it was asked for. Thread rule:
/// one thread. Errors: Io, InvalidInput naming the file or the folder in use.

#include <filesystem>
#include <string>

#include "core/model/ranking_rule.h"
#include "core/training/step/training_state.h"

namespace descry {

struct RunFolder {
    std::filesystem::path path;

    std::filesystem::path run() const { return path / "run.json"; }
    std::filesystem::path snapshot() const { return path / "snapshot.safetensors"; }
    std::filesystem::path metrics() const { return path / "metrics.jsonl"; }
    std::filesystem::path checkpoint() const { return path / "checkpoint.pth"; }
    std::filesystem::path last() const { return path / "last"; }
    std::filesystem::path best() const { return path / "best"; }
};

/// Held while something works in a run's folder: another, of this program or not, is refused.
/// Nothing is left of it when its program is killed.
class RunLock {
  public:
    explicit RunLock(const RunFolder& folder);
    ~RunLock();
    RunLock(const RunLock&) = delete;
    RunLock& operator=(const RunLock&) = delete;

  private:
    int m_descriptor = -1;  ///< Of the folder; -1 where the system cannot lock it.
};

/// Writes the online network as a bundle in place of what is there, whole or not at all; of
/// `itc+itm` the rule has the network's temperature.
void replaceBundle(const std::filesystem::path& bundle,
                   const training::TrainingState& state,
                   const std::filesystem::path& tokenizerFile,
                   const RankingRule& ranking,
                   const std::string& cardNotes);
/// `target` becomes a copy of `source`, whole or not at all.
void replaceFolder(const std::filesystem::path& target, const std::filesystem::path& source);

}  // namespace descry
