// descry-cli tokenizer: checks of vocabularies, and training of one.

#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "core/base/atomic_file.h"
#include "core/dataset/dataset.h"
#include "core/text/caption.h"
#include "core/text/sentencepiece_trainer.h"
#include "core/text/tokenizer.h"

namespace descry {

namespace {

struct TrainArguments {
    std::string dataset;
    std::string out;
    SentencePieceTraining training;
    int maxWords = 50;
};

/// Captions of the training split, cleaned as a model will meet them.
std::vector<std::string> trainingCaptions(const TrainArguments& arguments) {
    const Dataset dataset = readDataset(arguments.dataset);
    std::vector<std::string> captions;
    for (const DatasetRecord& record : recordsOf(dataset, Split::Train)) {
        for (const std::string& caption : record.captions) {
            captions.push_back(cleanCaption(caption, arguments.maxWords));
        }
    }
    return captions;
}

void train(const TrainArguments& arguments, CommandContext& context) {
    const std::vector<std::string> captions = trainingCaptions(arguments);
    const std::string model = trainSentencePiece(captions, arguments.training);
    writeFileAtomically(arguments.out, model);
    const std::size_t pieces = checkSentencePiece(model, arguments.out);
    context.print(
        fmt::format("{}: {} pieces from {} captions", arguments.out, pieces, captions.size()));
    context.printJson({{"file", arguments.out}, {"pieces", pieces}, {"captions", captions.size()}});
}

void addTrain(CLI::App& tokenizer, CommandContext& context) {
    auto arguments = std::make_shared<TrainArguments>();
    CLI::App* command =
        addSubcommand(tokenizer,
                      context,
                      "train",
                      "Learn a sentencepiece model from the captions of a training split",
                      [arguments, &context] { train(*arguments, context); });
    command->add_option("--dataset", arguments->dataset, "Annotation file")->required();
    command->add_option("--out", arguments->out, "The tokenizer.model to write")->required();
    command
        ->add_option(
            "--size", arguments->training.vocabularySize, "Pieces at most, special ones included")
        ->capture_default_str();
    command->add_option("--max-words", arguments->maxWords, "Words of a caption that count")
        ->check(CLI::Range(1, 10'000))
        ->capture_default_str();
}

}  // namespace

void addTokenizerCommand(CLI::App& app, CommandContext& context) {
    CLI::App* tokenizer = app.add_subcommand("tokenizer", "Check and make vocabularies");
    tokenizer->require_subcommand(1);

    auto file = std::make_shared<std::string>();
    CLI::App* check =
        addSubcommand(*tokenizer,
                      context,
                      "check",
                      "Read a vocab.txt or a sentencepiece model",
                      [file, &context] {
                          reportVerdict(context, *file, [&](std::vector<Error>&) {
                              const TokenizerSummary summary = inspectTokenizer(*file);
                              nlohmann::json fields = nlohmann::json::object();
                              const char* count = summary.isSentencePiece ? "pieces" : "tokens";
                              fields[count] = summary.numPieces;
                              if (summary.specialTokens) {
                                  fields["ids"] = {{"[PAD]", summary.specialTokens->pad},
                                                   {"[UNK]", summary.specialTokens->unk},
                                                   {"[CLS]", summary.specialTokens->cls},
                                                   {"[SEP]", summary.specialTokens->sep},
                                                   {"[MASK]", summary.specialTokens->mask}};
                              }
                              return fields;
                          });
                      });
    check->add_option("FILE", *file, "vocab.txt or tokenizer.model")->required();
    addTrain(*tokenizer, context);
}

}  // namespace descry
