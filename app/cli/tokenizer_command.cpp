// descry-cli tokenizer: checks of vocabularies.

#include "app/cli/command.h"
#include "core/text/tokenizer.h"

namespace descry {

void addTokenizerCommand(CLI::App& app, CommandContext& context) {
    CLI::App* tokenizer = app.add_subcommand("tokenizer", "Look at vocabularies");
    tokenizer->require_subcommand(1);

    auto file = std::make_shared<std::string>();
    CLI::App* check =
        addSubcommand(*tokenizer,
                      context,
                      "check",
                      "Read a vocab.txt or a sentencepiece model",
                      [file, &context] {
                          reportVerdict(context, *file, [&](std::vector<std::string>&) {
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
}

}  // namespace descry
