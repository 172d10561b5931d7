#pragma once
/// A program's commands and options as JSON, for what is made from them at build time: man pages
/// and completions (packaging/pages.py). Thread rule: main thread. Failure rule: none.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

namespace descry {

inline nlohmann::json describeOption(const CLI::Option& option) {
    nlohmann::json names = nlohmann::json::array();
    for (const std::string& name : option.get_snames()) names.push_back("-" + name);
    for (const std::string& name : option.get_lnames()) names.push_back("--" + name);
    if (names.empty()) names.push_back(option.get_name(true));
    return {{"names", names},
            {"positional", option.get_positional()},
            {"value", option.get_items_expected_max() == 0 ? "" : option.get_type_name()},
            {"repeatable", option.get_items_expected_max() > 1},
            {"required", option.get_required()},
            {"default", option.get_default_str()},
            {"description", option.get_description()}};
}

/// {name, description, options, commands}, commands again so; hidden options are left out.
inline nlohmann::json describe(const CLI::App& app) {
    nlohmann::json options = nlohmann::json::array();
    for (const CLI::Option* option : app.get_options()) {
        if (!option->get_group().empty()) options.push_back(describeOption(*option));
    }
    nlohmann::json commands = nlohmann::json::array();
    for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
        nlohmann::json described = describe(*command);
        if (!command->get_name().empty()) {
            commands.push_back(std::move(described));
            continue;
        }
        // A group of options, of which one is to be given.
        for (nlohmann::json& option : described.at("options")) {
            const bool isKnown = std::find(options.begin(), options.end(), option) != options.end();
            if (!isKnown) options.push_back(std::move(option));
        }
    }
    return {{"name", app.get_name()},
            {"description", app.get_description()},
            {"options", options},
            {"commands", commands}};
}

/// The hidden flag --describe, which prints all that and ends the program.
inline void addDescribeFlag(CLI::App& app) {
    app.add_flag_callback("--describe",
                          [&app] { throw CLI::CallForVersion(describe(app).dump(), 0); })
        ->group("");
}

}  // namespace descry
