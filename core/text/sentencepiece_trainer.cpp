#include "core/text/sentencepiece_trainer.h"

#include <sentencepiece_trainer.h>

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "core/base/error.h"
#include "core/base/unicode.h"
#include "core/text/tokenizer.h"

namespace descry {
namespace {

constexpr std::int64_t kMinVocabulary = 16;
constexpr std::int64_t kMaxVocabulary = 100'000;
// A fixed number: the sums of expectations are added up thread by thread.
constexpr const char* kThreads = "4";

std::unordered_map<std::string, std::string> specification(std::int64_t vocabularySize,
                                                           std::size_t longest) {
    return {{"model_type", "unigram"},
            {"vocab_size", fmt::to_string(vocabularySize)},
            {"hard_vocab_limit", "false"},
            {"character_coverage", "1.0"},
            {"max_sentence_length", fmt::to_string(std::max(longest, std::size_t{1}))},
            {"unk_id", "0"},
            {"pad_id", "1"},
            {"pad_piece", "[PAD]"},
            {"bos_id", "-1"},
            {"eos_id", "-1"},
            {"control_symbols", "[CLS],[SEP],[MASK]"},
            {"num_threads", kThreads},
            {"minloglevel", "2"}};
}

}  // namespace

void SentencePieceTraining::validate() const {
    if (vocabularySize >= kMinVocabulary && vocabularySize <= kMaxVocabulary) return;
    fail(ErrorCode::InvalidInput,
         "vocabularySize is {}, not within {}..{}",
         vocabularySize,
         kMinVocabulary,
         kMaxVocabulary);
}

std::string trainSentencePiece(std::span<const std::string> captions,
                               const SentencePieceTraining& options) {
    options.validate();
    std::vector<std::string> sentences;
    std::size_t longest = 0;
    for (const std::string& caption : captions) {
        if (caption.empty()) continue;
        sentences.push_back(caption);
        longest = std::max(longest, caption.size());
    }
    if (sentences.empty()) {
        fail(ErrorCode::InvalidInput, "there is no caption to learn a vocabulary from");
    }
    std::string model;
    const auto status = sentencepiece::SentencePieceTrainer::Train(
        specification(options.vocabularySize, longest), sentences, &model);
    if (!status.ok()) {
        fail(ErrorCode::InvalidInput,
             "no vocabulary of {} pieces can be learnt from {} captions: {}",
             options.vocabularySize,
             sentences.size(),
             displayable(std::string_view(status.message()).substr(0, 300)));
    }
    parseSentencePiece(model, "the trained model");
    return model;
}

}  // namespace descry
