#include "core/training/run_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>
#include <vector>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/unicode.h"
#include "core/model/checkpoint_import.h"
#include "core/model/fingerprint.h"
#include "core/training/snapshot.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

/// A folder beside the target, gone at the end whatever happens.
class Beside {
  public:
    explicit Beside(const fs::path& target) : m_path(target.native() + ".new") { clear(); }
    ~Beside() { clear(); }
    Beside(const Beside&) = delete;
    Beside& operator=(const Beside&) = delete;

    const fs::path& path() const noexcept { return m_path; }

  private:
    void clear() noexcept {
        std::error_code ignored;
        fs::remove_all(m_path, ignored);
    }

    fs::path m_path;
};

[[noreturn]] void failToWrite(const fs::path& target, const std::error_code& reason) {
    fail(writeErrorCode(reason.value()),
         "{}: cannot be written: {}",
         displayable(target.native()),
         reason.message());
}

}  // namespace

RunLock::RunLock(const RunFolder& folder)
    : m_descriptor(::open(folder.path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    // A file system that knows no locks is no reason not to train.
    if (m_descriptor < 0 || ::flock(m_descriptor, LOCK_EX | LOCK_NB) == 0) return;
    if (errno != EWOULDBLOCK) return;
    ::close(m_descriptor);
    fail(ErrorCode::InvalidInput,
         "{}: a training works in this folder now; wait until it has ended, or choose another",
         displayable(folder.path.native()));
}

RunLock::~RunLock() {
    if (m_descriptor >= 0) ::close(m_descriptor);
}

void replaceBundle(const fs::path& bundle,
                   const training::TrainingState& state,
                   const fs::path& tokenizerFile,
                   const RankingRule& ranking,
                   const std::string& cardNotes) {
    const Beside work(bundle);
    std::error_code reason;
    fs::create_directory(work.path(), reason);
    if (reason) failToWrite(bundle, reason);
    const fs::path weights = work.path() / "weights.safetensors";
    const fs::path config = work.path() / "config.json";
    writeOnlineWeights(weights, state);
    writeFileAtomically(config, toJson(state.config).dump(1) + "\n");
    ImportOptions options;
    options.vocabFile = tokenizerFile;
    options.config = config;
    options.cardNotes = cardNotes;
    importCheckpoint(weights, work.path() / "bundle", options);
    if (ranking.kind == RankingRule::Kind::ItcPlusItm) {
        RankingRule rule = ranking;
        rule.temperature = state.online->temperature().item<double>();
        writeFileAtomically(work.path() / "bundle" / kRankingFile, toJson(rule).dump(1) + "\n");
    }
    exchangeFolder(work.path() / "bundle", bundle);
}

void replaceFolder(const fs::path& target, const fs::path& source) {
    const Beside work(target);
    std::error_code reason;
    fs::create_directory(work.path(), reason);
    if (reason) failToWrite(target, reason);
    AtomicFolder copy(work.path() / "copy");
    fs::copy(source, copy.path(), fs::copy_options::recursive, reason);
    if (reason) failToWrite(target, reason);
    copy.commit();
    exchangeFolder(work.path() / "copy", target);
}

}  // namespace descry
