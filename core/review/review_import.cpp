#include "core/review/review_import.h"

#include <algorithm>
#include <map>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/unicode.h"
#include "core/base/version.h"
#include "core/review/decision_table.h"
#include "core/review/label_studio.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxFileBytes = std::size_t{512} << 20;

std::string shown(const fs::path& path) {
    return displayable(path.native());
}

bool saysTheSame(const Decision& a, const Decision& b) {
    return a.verdict == b.verdict && a.reasons == b.reasons && a.edited == b.edited &&
           a.note == b.note;
}

/// Whether the annotator has said so at that time, whatever became of it since.
bool isKnown(const Decision& imported, const CurrentVerdicts& known) {
    return std::ranges::any_of(known.historyOf(imported.pair), [&](const PastDecision& past) {
        return past.decision->timeMs == imported.timeMs && saysTheSame(*past.decision, imported) &&
               isSameAnnotator(past.decision->annotator, imported.annotator);
    });
}

Reasons reasonsOf(const PairVerdict& verdict, const fs::path& file) {
    Reasons reasons;
    for (const std::string& name : verdict.reasons) {
        const auto reason = reasonNamed(name);
        if (!reason) {
            fail(ErrorCode::InvalidInput,
                 "{}: there is no reason \"{}\"; see the pair of {}",
                 shown(file),
                 displayable(name),
                 displayable(verdict.imagePath));
        }
        reasons.insert(*reason);
    }
    return reasons;
}

/// Hashes each image once.
class ImageFiles {
  public:
    explicit ImageFiles(const fs::path& folder) : m_folder(folder) {}

    const Sha256Digest& hashOf(const std::string& imagePath) {
        const auto [known, isNew] = m_hashes.try_emplace(imagePath);
        if (isNew) known->second = hashImage(resolveImage(m_folder, imagePath));
        return known->second;
    }

  private:
    const fs::path& m_folder;
    std::map<std::string, Sha256Digest> m_hashes;
};

void fillRow(TableRow& row, const TableImport& table, const PairIndex& index, ImageFiles& images) {
    Decision& decision = row.decision;
    const auto refuse = [&](const auto& what) {
        fail(ErrorCode::InvalidInput, "{}: line {}: {}", shown(table.file), row.line, what);
    };
    const bool isPair =
        index.find(decision.imagePath, decision.sourcePath, decision.caption).has_value();
    if (!isPair) {
        refuse(makeError(ErrorCode::InvalidInput,
                         "the data set has no such pair of the image \"{}\" with a caption of "
                         "\"{}\"",
                         displayable(decision.imagePath),
                         displayable(decision.sourcePath)));
    }
    const PairId pair = pairIdOf(images.hashOf(decision.imagePath), decision.caption);
    if (row.hasPair && decision.pair != pair) {
        refuse("the image or the caption is another one than the \"pair\" that was judged");
    }
    decision.pair = pair;
    if (decision.annotator.empty() && table.annotator) decision.annotator = *table.annotator;
    try {
        decision.validate();
    } catch (const Error& error) {
        refuse(error);
    }
}

}  // namespace

std::vector<Decision> newDecisions(std::vector<Decision> imported, const CurrentVerdicts& known) {
    std::map<std::pair<PairId, std::string>, Decision> last;
    for (Decision& decision : imported) {
        auto key = std::pair(decision.pair, annotatorKey(decision.annotator));
        last.insert_or_assign(std::move(key), std::move(decision));
    }
    std::vector<Decision> fresh;
    for (auto& [key, decision] : last) {
        const Decision* const before = known.of(key.first, key.second);
        const bool isSame = before != nullptr && saysTheSame(*before, decision);
        if (isSame || isKnown(decision, known)) continue;
        decision.id = DecisionId::random();
        decision.supersedes.reset();
        if (before != nullptr) decision.supersedes = before->id;
        if (decision.timeMs == 0) decision.timeMs = utcNowMs();
        if (decision.version.empty()) decision.version = kVersion;
        fresh.push_back(std::move(decision));
    }
    return fresh;
}

std::vector<Decision> readVerdictFile(const fs::path& file, const Dataset& dataset) {
    std::vector<Decision> decisions;
    for (PairVerdict& verdict : readPairVerdicts(file, dataset)) {
        Decision decision;
        const auto digest = digestFromHex(verdict.pair);
        if (!digest) fail(ErrorCode::Internal, "{}: a pair's id was not checked", shown(file));
        decision.pair.digest = *digest;
        decision.reasons = reasonsOf(verdict, file);
        decision.imagePath = std::move(verdict.imagePath);
        decision.sourcePath = std::move(verdict.sourcePath);
        decision.caption = std::move(verdict.caption);
        decision.annotator = std::move(verdict.annotator);
        decision.verdict = verdict.verdict;
        decision.edited = std::move(verdict.edited);
        try {
            decision.validate();
        } catch (const Error& error) {
            fail(ErrorCode::InvalidInput,
                 "{}: {}; see the pair of {}",
                 shown(file),
                 error,
                 displayable(decision.imagePath));
        }
        decisions.push_back(std::move(decision));
    }
    return decisions;
}

std::vector<Decision> readLabelStudioFile(const fs::path& file) {
    return parseLabelStudioTasks(readFile(file, kMaxFileBytes), file.native());
}

std::vector<Decision> readDecisionTable(const TableImport& table, const PairIndex& index) {
    const std::string text = readFile(table.file, kMaxFileBytes);
    ImageFiles images(table.images);
    std::vector<Decision> decisions;
    for (TableRow& row : parseDecisionTable(text, table.file.native())) {
        fillRow(row, table, index, images);
        decisions.push_back(std::move(row.decision));
    }
    return decisions;
}

}  // namespace descry
