#include "core/review/review_export.h"

#include <algorithm>
#include <array>
#include <compare>
#include <map>
#include <memory>
#include <set>
#include <system_error>
#include <unordered_map>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/unicode.h"
#include "core/review/decision_table.h"
#include "core/review/image_hashes.h"
#include "core/review/label_studio.h"
#include "core/review/pair_index.h"
#include "core/review/reviewed_dataset.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kTableFile = "decisions.csv";
constexpr std::string_view kTasksFile = "label-studio.json";
constexpr std::string_view kProjectFile = "label-studio.xml";

std::string shown(const fs::path& path) {
    return displayable(path.native());
}

using People = std::unordered_map<std::string_view, std::int64_t>;

/// A pair as an export calls it.
struct PairKey {
    std::string_view imagePath;
    std::string_view sourcePath;
    std::string_view caption;

    auto operator<=>(const PairKey&) const = default;
};

/// Why a pair cannot be written for this data set; nothing if it can.
std::optional<Error> strangeness(const PairKey& pair, const People& people) {
    const auto image = people.find(pair.imagePath);
    const auto source = people.find(pair.sourcePath);
    for (const auto& [found, path] :
         {std::pair(image, pair.imagePath), std::pair(source, pair.sourcePath)}) {
        if (found != people.end()) continue;
        return makeError(ErrorCode::InvalidInput,
                         "decisions on the image {} are left out: the data set does not list it",
                         displayable(path));
    }
    if (image->second == source->second) return std::nullopt;
    return makeError(ErrorCode::InvalidInput,
                     "decisions on the images {} and {} are left out: the data set has different "
                     "people on them",
                     displayable(pair.imagePath),
                     displayable(pair.sourcePath));
}

/// Several decisions may be left out for one reason.
void addOnce(std::vector<Finding>& findings, Error message) {
    const std::string_view text = message.what();
    if (!findings.empty() && findings.back().message.what() == text) return;
    findings.push_back({Severity::Warning, std::nullopt, std::move(message)});
}

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
}

PairVerdict verdictOf(const PairKey& pair, const PairOutcome& outcome) {
    const Decision& decision = *outcome.decisive;
    PairVerdict verdict{.imagePath = std::string(pair.imagePath),
                        .sourcePath = std::string(pair.sourcePath),
                        .caption = std::string(pair.caption),
                        .verdict = outcome.verdict,
                        .reasons = {},
                        .edited = std::nullopt,
                        .pair = decision.pair.hex(),
                        .annotator = joined(outcome.annotators)};
    // Of a dispute neither side's words are taken.
    if (outcome.isDisputed) return verdict;
    for (const Reason reason : decision.reasons) verdict.reasons.emplace_back(reasonName(reason));
    verdict.edited = decision.edited;
    return verdict;
}

/// What an own pair's verdict does to the data set.
std::optional<CaptionEdit> editOf(const PairVerdict& verdict) {
    if (!verdict.isOwn()) return std::nullopt;
    CaptionEdit edit{.imagePath = verdict.imagePath, .caption = verdict.caption, .edited = {}};
    if (verdict.verdict == Verdict::Reject) return edit;
    if (verdict.verdict == Verdict::Unsure || !verdict.edited) return std::nullopt;
    edit.edited = verdict.edited;
    return edit;
}

/// A pair with all that its annotators decided.
struct JudgedPair {
    std::vector<const Decision*> decisions;
    PairOutcome outcome;
};

/// What the index calls the judged pair, once for each path at which its picture lies; as the
/// decision does where the data set has no such pair.
std::set<PairKey> keysOf(const Decision& decision, const PairIds& ids) {
    const PairIndex& index = ids.index();
    std::vector<std::size_t> numbers = ids.find(decision.pair);
    const auto named = index.find(decision.imagePath, decision.sourcePath, decision.caption);
    if (named) numbers.push_back(*named);
    if (numbers.empty()) return {{decision.imagePath, decision.sourcePath, decision.caption}};
    std::set<PairKey> keys;
    for (const std::size_t number : numbers) {
        const ReviewPair pair = index.at(number);
        keys.insert({pair.imagePath, pair.sourcePath, pair.caption});
    }
    return keys;
}

/// By image, source and caption. Where an image's file has changed, a pair was judged under two
/// ids: the later outcome stands.
std::map<PairKey, JudgedPair> judgedPairs(const CurrentVerdicts& verdicts, const PairIds& ids) {
    std::map<PairKey, JudgedPair> pairs;
    for (const PairId& id : verdicts.pairs()) {
        JudgedPair judged{.decisions = verdicts.of(id), .outcome = {}};
        judged.outcome = outcomeOf(judged.decisions);
        const Decision& decision = *judged.outcome.decisive;
        for (const PairKey& key : keysOf(decision, ids)) {
            JudgedPair& place = pairs[key];
            const Decision* const before = place.outcome.decisive;
            if (before == nullptr || before->timeMs < decision.timeMs) place = judged;
        }
    }
    return pairs;
}

/// By image: a gallery knows the hashes, and of a data set those are read that may repeat.
ImageHashes hashesFor(const ReviewedDataset& reviewed,
                      const PairIndex& index,
                      const CurrentVerdicts& verdicts) {
    if (reviewed.isGallery) return ownHashes(reviewed, index);
    std::set<std::string_view> captions;
    for (const PairId& pair : verdicts.pairs()) captions.insert(verdicts.of(pair).front()->caption);
    return hashesOfTwins(index, reviewed.images, captions);
}

/// Calls the pair's images as the index does; of several of one picture as it does already.
void callAsIndexed(Decision& decision,
                   const std::vector<std::size_t>& numbers,
                   const PairIndex& index) {
    const auto isNamed = [&](std::size_t number) {
        const ReviewPair pair = index.at(number);
        return pair.imagePath == decision.imagePath && pair.sourcePath == decision.sourcePath;
    };
    if (numbers.empty() || std::ranges::any_of(numbers, isNamed)) return;
    const ReviewPair pair = index.at(numbers.front());
    decision.imagePath = pair.imagePath;
    decision.sourcePath = pair.sourcePath;
}

/// A gallery's images as they were indexed, by path.
using IndexedImages = std::unordered_map<std::string_view, const Sha256Digest*>;

IndexedImages indexedImages(const ReviewedDataset& gallery) {
    IndexedImages images;
    for (std::size_t i = 0; i < gallery.hashes.size(); ++i) {
        if (gallery.hashes[i]) {
            images.emplace(gallery.dataset->records[i].imagePath, &*gallery.hashes[i]);
        }
    }
    return images;
}

/// Whether what lies under the image's path is not the picture that was judged.
bool isAnotherPicture(const Decision& decision, const IndexedImages& images) {
    const auto image = images.find(decision.imagePath);
    return image != images.end() && pairIdOf(*image->second, decision.caption) != decision.pair;
}

/// What counts, by the paths that the images have now: a gallery's change with its folders, so
/// that another picture may lie where one was judged.
CurrentVerdicts verdictsOn(const ReviewedDataset& gallery,
                           const PairIds& ids,
                           const CurrentVerdicts& verdicts,
                           std::vector<Finding>& findings) {
    const IndexedImages images = indexedImages(gallery);
    std::vector<Decision> decisions;
    for (const PairId& pair : verdicts.pairs()) {
        const std::vector<std::size_t> numbers = ids.find(pair);
        for (const Decision* decision : verdicts.of(pair)) {
            if (numbers.empty() && isAnotherPicture(*decision, images)) {
                addOnce(findings,
                        makeError(ErrorCode::InvalidInput,
                                  "decisions on the image {} are left out: the gallery has "
                                  "another picture there; index it again if the file has changed",
                                  displayable(decision->imagePath)));
                continue;
            }
            decisions.push_back(*decision);
            callAsIndexed(decisions.back(), numbers, ids.index());
        }
    }
    return CurrentVerdicts(std::move(decisions));
}

void addMissingImages(const Dataset& dataset,
                      const fs::path& images,
                      std::vector<Finding>& findings) {
    std::unordered_map<std::string_view, bool> seen;
    for (std::size_t i = 0; i < dataset.records.size(); ++i) {
        const std::string& path = dataset.records[i].imagePath;
        if (!seen.try_emplace(path, true).second) continue;
        std::error_code ignored;
        const fs::path file = resolveImage(images, path);
        if (fs::is_regular_file(file, ignored)) continue;
        findings.push_back(
            {Severity::Error,
             i,
             makeError(ErrorCode::InvalidInput, "image {}: there is no such file", shown(file))});
    }
}

/// The file's own or, for a gallery, that of a data set made of it.
fs::path newName(const fs::path& dataset, bool isGallery) {
    const std::string name =
        isGallery ? dataset.stem().native() + ".json" : dataset.filename().native();
    const std::array<std::string_view, 4> taken{
        kPairVerdictsFile, kTableFile, kTasksFile, kProjectFile};
    if (std::ranges::find(taken, name) == taken.end()) return name;
    fail(ErrorCode::InvalidInput,
         "{}: an export writes another file of this name; rename the data set first",
         shown(dataset));
}

void requireElsewhere(const ExportRequest& request) {
    std::error_code ignored;
    const fs::path home = fs::absolute(request.dataset).parent_path();
    if (!fs::equivalent(home, request.folder, ignored)) return;
    fail(ErrorCode::InvalidInput,
         "{}: is the data set's own folder, and its file is never changed; choose another folder",
         shown(request.folder));
}

}  // namespace

ExportedVerdicts exportedVerdicts(const CurrentVerdicts& verdicts, const PairIds& ids) {
    const People people = peopleByImage(ids.index().dataset());
    ExportedVerdicts exported;
    std::set<PairId> told;
    for (const auto& [pair, judged] : judgedPairs(verdicts, ids)) {
        if (auto strange = strangeness(pair, people)) {
            addOnce(exported.findings, *std::move(strange));
            continue;
        }
        exported.verdicts.push_back(verdictOf(pair, judged.outcome));
        exported.numDisputed += judged.outcome.isDisputed ? 1 : 0;
        if (auto edit = editOf(exported.verdicts.back())) {
            exported.edits.push_back(*std::move(edit));
        }
        if (!told.insert(judged.outcome.decisive->pair).second) continue;
        exported.decisions.insert(
            exported.decisions.end(), judged.decisions.begin(), judged.decisions.end());
    }
    return exported;
}

ExportReport exportReview(const ExportRequest& request, const CurrentVerdicts& verdicts) {
    requireElsewhere(request);
    const ReviewedDataset reviewed =
        readReviewedDataset(request.dataset, request.images.value_or(fs::path()));
    const fs::path name = newName(request.dataset, reviewed.isGallery);
    const Dataset& dataset = *reviewed.dataset;
    const auto index = std::make_shared<const PairIndex>(
        reviewed.dataset, PairIndex::Options{.split = std::nullopt, .includeOwn = true});
    std::vector<Finding> leftOut;
    const PairIds ids(index, hashesFor(reviewed, *index, verdicts));
    CurrentVerdicts ofGallery;
    if (reviewed.isGallery) ofGallery = verdictsOn(reviewed, ids, verdicts, leftOut);
    ExportedVerdicts exported = exportedVerdicts(reviewed.isGallery ? ofGallery : verdicts, ids);
    const EditedDataset edited = editDataset(annotationText(reviewed), dataset, exported.edits);
    std::string pairs;
    for (const PairVerdict& verdict : exported.verdicts) pairs += pairVerdictLine(verdict);

    AtomicFolder folder(fs::absolute(request.folder));
    writeFileAtomically(folder.path() / name, edited.text);
    writeFileAtomically(folder.path() / kPairVerdictsFile, pairs);
    writeFileAtomically(folder.path() / kTableFile, decisionTable(exported.decisions));
    writeFileAtomically(folder.path() / kTasksFile, labelStudioTasks(exported.decisions));
    writeFileAtomically(folder.path() / kProjectFile, labelStudioConfig());
    folder.commit();

    ExportReport report{.dataset = request.folder / name,
                        .images = reviewed.images,
                        .datasetHash = sha256Hex(edited.text),
                        .pairsHash = sha256Hex(pairs),
                        .numPairs = exported.verdicts.size(),
                        .numDisputed = exported.numDisputed,
                        .numEdited = edited.numEdited,
                        .numRemoved = edited.numRemoved,
                        .findings = std::move(exported.findings)};
    for (const auto* more :
         {&reviewed.findings, &std::as_const(leftOut), &edited.findings, &index->repetitions()}) {
        report.findings.insert(report.findings.end(), more->begin(), more->end());
    }
    if (request.images) addMissingImages(dataset, *request.images, report.findings);
    std::ranges::stable_sort(report.findings, {}, &Finding::record);
    return report;
}

}  // namespace descry
