#include "core/review/dataset_edits.h"

#include <algorithm>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/error.h"
#include "core/base/unicode.h"
#include "core/review/record_spans.h"
#include "core/text/caption.h"

namespace descry {
namespace {

using Json = nlohmann::json;

/// By image and caption.
using EditsByCaption = std::map<std::pair<std::string_view, std::string_view>, const CaptionEdit*>;

/// JSON as the file writes it: with escapes alone, or with letters of any language.
class Literals {
  public:
    explicit Literals(std::string_view text)
        : m_isAscii(std::ranges::all_of(
              text, [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {}

    std::string of(const Json& value) const { return value.dump(-1, ' ', m_isAscii); }

  private:
    bool m_isAscii;
};

/// As the published files have them: the cleaned caption's words.
Json tokensOf(const std::string& caption) {
    Json tokens = Json::array();
    const std::string cleaned = cleanCaption(caption, std::numeric_limits<int>::max());
    std::string word;
    for (const char c : cleaned + " ") {
        if (c != ' ') {
            word += c;
        } else if (!word.empty()) {
            tokens.push_back(std::exchange(word, {}));
        }
    }
    return tokens;
}

/// What becomes of one record's captions.
struct RecordChanges {
    std::vector<ItemChange> captions;
    std::vector<ItemChange> tokens;
    std::size_t numEdited = 0;
    std::size_t numRemoved = 0;

    bool isNone() const noexcept { return numEdited + numRemoved == 0; }
    bool leavesNothing() const noexcept { return numRemoved == captions.size(); }
};

RecordChanges changesOf(const DatasetRecord& record,
                        const EditsByCaption& edits,
                        const Literals& literals) {
    RecordChanges changes;
    changes.captions.resize(record.captions.size());
    changes.tokens.resize(record.captions.size());
    for (std::size_t i = 0; i < record.captions.size(); ++i) {
        const auto found = edits.find({record.imagePath, record.captions[i]});
        if (found == edits.end()) continue;
        const std::optional<std::string>& edited = found->second->edited;
        if (!edited) {
            changes.captions[i].isRemoved = changes.tokens[i].isRemoved = true;
            ++changes.numRemoved;
        } else if (*edited != record.captions[i]) {
            changes.captions[i].replacement = literals.of(*edited);
            changes.tokens[i].replacement = literals.of(tokensOf(*edited));
            ++changes.numEdited;
        }
    }
    return changes;
}

/// A part of the text and what it becomes.
struct Patch {
    TextSpan span;
    std::string text;
};

void addPatches(std::string_view text,
                const RecordSpans& spans,
                const RecordChanges& changes,
                std::vector<Patch>& patches) {
    patches.push_back(
        {spans.captions.whole, rewrittenList(text, spans.captions, changes.captions)});
    // Tokens that are not one list for every caption belong to something else.
    if (!spans.tokens || spans.tokens->items.size() != changes.tokens.size()) return;
    patches.push_back({spans.tokens->whole, rewrittenList(text, *spans.tokens, changes.tokens)});
}

std::string patched(std::string_view text, std::vector<Patch> patches) {
    std::ranges::sort(patches, {}, [](const Patch& patch) { return patch.span.begin; });
    std::string out;
    std::size_t at = 0;
    for (const Patch& patch : patches) {
        out += text.substr(at, patch.span.begin - at);
        out += patch.text;
        at = patch.span.end;
    }
    return out += text.substr(at);
}

}  // namespace

EditedDataset editDataset(std::string_view text,
                          const Dataset& dataset,
                          const std::vector<CaptionEdit>& edits) {
    EditsByCaption byCaption;
    for (const CaptionEdit& edit : edits) byCaption[{edit.imagePath, edit.caption}] = &edit;
    const std::vector<RecordSpans> spans = scanRecords(text);
    if (spans.size() != dataset.records.size()) {
        fail(ErrorCode::CorruptFile, "the annotation file changed while it was read; try again");
    }
    const Literals literals(text);
    EditedDataset result;
    std::vector<Patch> patches;
    for (std::size_t i = 0; i < spans.size(); ++i) {
        const DatasetRecord& record = dataset.records[i];
        const RecordChanges changes = changesOf(record, byCaption, literals);
        if (changes.isNone()) continue;
        if (changes.leavesNothing()) {
            result.findings.push_back(
                {Severity::Warning,
                 i,
                 makeError(ErrorCode::InvalidInput,
                           "every caption of the image {} is rejected: they stay in the data "
                           "set, which knows no image without a caption, and only pairs.jsonl "
                           "rejects them",
                           displayable(record.imagePath))});
            continue;
        }
        addPatches(text, spans[i], changes, patches);
        result.numEdited += changes.numEdited;
        result.numRemoved += changes.numRemoved;
    }
    result.text = patched(text, std::move(patches));
    return result;
}

}  // namespace descry
