// What the attributes are called in English.

#include <algorithm>
#include <map>
#include <string>

#include "core/synthetic/caption.h"

namespace descry::synthetic {
namespace {

/// The commonest way first; of the others, what is heard more often stands twice or more.
using Words = std::vector<std::string_view>;

/// People mostly take the plain word: without this a small model spends itself on synonyms.
constexpr double kCommonestShare = 0.75;

struct Entry {
    std::string_view attribute;
    std::string_view value;
    Words words;
};

const std::vector<Entry>& colourEntries() {
    static const std::vector<Entry> entries = {
        {"colour",
         "black",
         {"black", "dark", "dark", "jet-black", "coal-black", "inky black"}},
        {"colour",
         "white",
         {"white", "off-white", "ivory", "snow-white", "bright white"}},
        {"colour",
         "gray",
         {"gray", "grey", "grey", "grey", "ash-gray", "charcoal", "slate gray", "silver"}},
        {"colour",
         "navy",
         {"dark blue", "navy", "navy", "navy blue", "deep blue", "midnight blue", "indigo"}},
        {"colour", "blue", {"blue", "royal blue", "bright blue", "cobalt blue", "azure"}},
        {"colour",
         "light blue",
         {"light blue", "sky blue", "pale blue", "baby blue", "powder blue"}},
        {"colour", "teal", {"teal", "turquoise", "cyan", "blue-green", "aqua"}},
        {"colour", "green", {"green", "bright green", "emerald", "grass green"}},
        {"colour",
         "dark green",
         {"dark green", "olive", "olive green", "forest green", "army green"}},
        {"colour",
         "yellow",
         {"yellow", "bright yellow", "mustard", "golden", "lemon yellow"}},
        {"colour", "orange", {"orange", "bright orange", "tangerine", "amber"}},
        {"colour", "red", {"red", "bright red", "scarlet", "crimson", "cherry red"}},
        {"colour", "maroon", {"dark red", "maroon", "burgundy", "wine red", "deep red", "claret"}},
        {"colour", "pink", {"pink", "light pink", "rose", "salmon pink"}},
        {"colour", "purple", {"purple", "violet", "plum", "lilac"}},
        {"colour", "beige", {"beige", "tan", "khaki", "cream", "sand-colored", "camel"}},
        {"colour",
         "brown",
         {"brown", "chocolate brown", "coffee-colored", "chestnut brown"}},
    };
    return entries;
}

const std::vector<Entry>& clothEntries() {
    static const std::vector<Entry> entries = {
        {"top.type",
         "t-shirt",
         {"t-shirt", "short-sleeved shirt", "tee", "short-sleeved top", "tee shirt"}},
        {"top.type", "tank top", {"tank top", "sleeveless top", "sleeveless shirt", "singlet"}},
        {"top.type", "crop top", {"crop top", "cropped top", "short cropped tee", "belly top"}},
        {"top.type",
         "long-sleeve shirt",
         {"long-sleeved shirt",
          "long-sleeved top",
          "shirt with long sleeves",
          "long-sleeve shirt"}},
        {"top.type", "sweater", {"sweater", "pullover", "jumper", "knit top", "sweatshirt"}},
        {"top.type", "hoodie", {"hoodie", "hooded sweatshirt", "hooded top", "hooded pullover"}},
        {"dress.type", "dress", {"dress", "frock", "one-piece dress", "gown"}},
        {"dress.length", "short", {"short", "mini"}},
        {"dress.length", "knee-length", {"knee-length", "medium-length"}},
        {"dress.length", "long", {"long", "ankle-length", "maxi"}},
        {"outer.type",
         "jacket",
         {"jacket", "zip jacket", "casual jacket", "windbreaker"}},
        {"outer.type", "blazer", {"blazer", "suit jacket", "sports coat", "tailored jacket"}},
        {"outer.type", "coat", {"coat", "long coat", "overcoat", "trench coat"}},
        {"outer.type", "vest", {"vest", "sleeveless jacket", "gilet", "body warmer"}},
        {"outer.front", "open", {"open", "unzipped", "unbuttoned", "unfastened"}},
        {"outer.front", "closed", {"closed", "zipped-up", "buttoned", "fastened"}},
        {"bottom.type", "jeans", {"jeans", "denim pants", "denim trousers", "denims"}},
        {"bottom.type", "trousers", {"trousers", "pants", "pants", "pants", "slacks", "long pants", "dress pants"}},
        {"bottom.type", "leggings", {"leggings", "tights", "tight pants", "yoga pants"}},
        {"bottom.type",
         "sweatpants",
         {"sweatpants", "joggers", "track pants", "baggy pants", "jogging bottoms"}},
        {"bottom.type", "shorts", {"shorts", "short pants", "short trousers"}},
        {"bottom.type",
         "capri pants",
         {"capri pants", "cropped trousers", "cropped pants", "capris"}},
        {"bottom.type", "skirt", {"skirt", "knee-length skirt", "pencil skirt", "straight skirt"}},
        {"bottom.type", "short skirt", {"short skirt", "miniskirt", "mini skirt"}},
        {"bottom.type", "long skirt", {"long skirt", "maxi skirt", "ankle-length skirt"}},
        {"bottom.type",
         "overalls",
         {"overalls", "dungarees", "bib overalls", "bib-and-brace pants"}},
        {"shoes.type",
         "sneakers",
         {"sneakers",
          "trainers",
          "sports shoes",
          "running shoes",
          "athletic shoes",
          "tennis shoes"}},
        {"shoes.type",
         "leather shoes",
         {"leather shoes", "dress shoes", "loafers", "low shoes", "oxfords"}},
        {"shoes.type", "boots", {"boots", "ankle boots", "high shoes", "booties"}},
        {"hat.type", "cap", {"cap", "baseball cap", "peaked cap", "ball cap"}},
        {"hat.type", "beanie", {"beanie", "knit cap", "woolly hat", "skullcap"}},
        {"hat.type", "hat", {"hat", "fedora", "brimmed hat", "trilby"}},
        {"pattern", "plain", {"plain", "solid", "unpatterned", "solid-colored"}},
        {"pattern", "striped", {"striped", "horizontally striped", "banded", "stripy"}},
        {"pattern", "pinstriped", {"pinstriped", "vertically striped"}},
        {"pattern", "checked", {"checked", "plaid", "checkered", "tartan", "chequered"}},
        {"pattern", "dotted", {"dotted", "polka-dot", "spotted", "dotty"}},
        {"pattern", "printed", {"printed", "graphic"}},
    };
    return entries;
}

const std::vector<Entry>& personEntries() {
    static const std::vector<Entry> entries = {
        {"gender",
         "male",
         {"man", "male", "guy", "gentleman", "fellow", "male pedestrian"}},
        {"gender",
         "female",
         {"woman", "lady", "lady", "female", "female pedestrian", "girl"}},
        {"gender",
         "",
         {"person", "pedestrian", "individual", "figure", "passer-by", "adult", "human"}},
        {"age", "elderly", {"elderly", "old", "older", "aged", "senior"}},
        {"age", "adult", {"young", "youthful", "adult", "grown"}},
        {"build", "slim", {"slim", "thin", "slender", "lean", "skinny", "slightly built"}},
        {"build",
         "heavy",
         {"heavyset", "stout", "plump", "large", "overweight", "heavily built", "stocky"}},
        {"build", "average", {"average-sized", "medium-built"}},
        {"hair.colour", "black", {"black", "dark", "raven", "jet-black"}},
        {"hair.colour", "brown", {"brown", "brunette", "chestnut"}},
        {"hair.colour", "blond", {"blond", "blonde", "blonde", "fair", "golden", "light-colored", "flaxen"}},
        {"hair.colour", "red", {"red", "ginger", "auburn", "reddish", "copper"}},
        {"hair.colour", "gray", {"gray", "grey", "grey", "silver", "graying", "whitish"}},
        {"hair.style", "short", {"short", "cropped", "close-cut", "short-cut", "trimmed"}},
        {"hair.style", "long", {"long", "long flowing", "waist-length", "long straight"}},
        {"hair.style", "bob", {"chin-length", "bobbed", "medium-length", "neck-length"}},
        {"hair.style", "afro", {"afro", "curly", "frizzy", "bushy"}},
        {"hair.style", "ponytail", {"a ponytail", "a pony tail", "a tied-back tail"}},
        {"hair.style", "braid", {"a braid", "a plait", "a long braid", "a single plait"}},
        {"hair.style", "bald", {"bald", "hairless", "shaved"}},
        {"bag.type", "backpack", {"backpack", "rucksack", "rucksack", "knapsack", "school bag"}},
        {"bag.type", "shoulder bag", {"shoulder bag", "bag", "shoulder purse", "leather bag"}},
        {"bag.type",
         "messenger bag",
         {"messenger bag", "crossbody bag", "satchel", "courier bag", "cross-body bag"}},
        {"bag.type", "handbag", {"handbag", "purse", "hand bag", "small bag", "tote bag"}},
        {"bag.type", "shopping bag", {"shopping bag", "carrier bag", "large bag", "grocery bag"}},
        {"bag.type",
         "suitcase",
         {"suitcase", "wheeled suitcase", "trolley case", "rolling suitcase", "travel case"}},
        {"motion",
         "walking",
         {"walking",
          "strolling",
          "striding",
          "stepping forward",
          "on the move",
          "heading along",
          "going along",
          "in mid-stride",
          "pacing"}},
        {"motion", "standing", {"standing", "standing still", "at rest", "waiting"}},
        {"view",
         "front",
         {"facing the camera",
          "seen from the front",
          "facing forward",
          "coming toward the viewer",
          "turned to the camera",
          "shown from the front"}},
        {"view",
         "back",
         {"seen from behind",
          "facing away",
          "viewed from the back",
          "with the back to the camera",
          "going away from the camera",
          "shown from the rear"}},
        {"view",
         "side",
         {"seen from the side",
          "in profile",
          "turned sideways",
          "shown from the side",
          "in side view"}},
    };
    return entries;
}

std::map<std::string, Words, std::less<>> makeTable() {
    std::map<std::string, Words, std::less<>> table;
    for (const auto* entries : {&colourEntries(), &clothEntries(), &personEntries()}) {
        for (const Entry& entry : *entries) {
            table[std::string(entry.attribute) + "=" + std::string(entry.value)] = entry.words;
        }
    }
    return table;
}

}  // namespace

std::span<const std::string_view> englishWords(std::string_view attribute, std::string_view value) {
    static const std::map<std::string, Words, std::less<>> table = makeTable();
    const auto find = [&](std::string_view name) {
        return table.find(std::string(name) + "=" + std::string(value));
    };
    auto found = find(attribute);
    if (found == table.end() &&
        (attribute.ends_with(".colour") || attribute.ends_with(".second"))) {
        found = find("colour");
    }
    if (found == table.end() && attribute.ends_with(".pattern")) found = find("pattern");
    if (found == table.end()) return {};
    return found->second;
}

std::string_view drawEnglishWords(std::string_view attribute,
                                  std::string_view value,
                                  RandomStream& random) {
    const auto words = englishWords(attribute, value);
    if (words.empty()) return value;
    if (words.size() == 1 || random.chance(kCommonestShare)) return words.front();
    return words[1 + random.index(words.size() - 1)];
}

}  // namespace descry::synthetic
