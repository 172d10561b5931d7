// Chinese captions: the second half of caption.h. Words need no inflection and no blanks, so that
// one table and a few sentence patterns do.

#include <array>
#include <map>
#include <utility>

#include "core/synthetic/caption.h"
#include "core/synthetic/phrase.h"

namespace descry::synthetic {
namespace {

using Choices = std::vector<std::string_view>;
using Table = std::map<std::string, std::vector<std::string_view>, std::less<>>;

void addColours(Table& table) {
    table.insert({{"colour=black", {"黑色", "深黑色", "黑"}},
                  {"colour=white", {"白色", "纯白色", "白"}},
                  {"colour=gray", {"灰色", "银灰色", "灰"}},
                  {"colour=navy", {"深蓝色", "藏青色", "海军蓝"}},
                  {"colour=blue", {"蓝色", "宝蓝色", "蓝"}},
                  {"colour=light blue", {"浅蓝色", "天蓝色", "淡蓝色"}},
                  {"colour=teal", {"青色", "蓝绿色", "湖蓝色"}},
                  {"colour=green", {"绿色", "翠绿色", "草绿色"}},
                  {"colour=dark green", {"墨绿色", "深绿色", "军绿色"}},
                  {"colour=yellow", {"黄色", "明黄色", "金黄色"}},
                  {"colour=orange", {"橙色", "橘色", "橘黄色"}},
                  {"colour=red", {"红色", "大红色", "鲜红色"}},
                  {"colour=maroon", {"暗红色", "酒红色", "深红色"}},
                  {"colour=pink", {"粉色", "粉红色", "浅粉色"}},
                  {"colour=purple", {"紫色", "紫罗兰色"}},
                  {"colour=beige", {"米色", "卡其色", "杏色"}},
                  {"colour=brown", {"棕色", "褐色", "咖啡色"}},
                  {"hair.colour=black", {"黑色", "乌黑的"}},
                  {"hair.colour=brown", {"棕色", "褐色"}},
                  {"hair.colour=blond", {"金色", "浅金色"}},
                  {"hair.colour=red", {"红色", "红棕色"}},
                  {"hair.colour=gray", {"灰白色", "花白的"}}});
}

void addClothes(Table& table) {
    table.insert({{"top.type=t-shirt", {"短袖T恤", "T恤", "短袖上衣"}},
                  {"top.type=tank top", {"背心", "无袖上衣"}},
                  {"top.type=crop top", {"露脐短上衣", "短款上衣"}},
                  {"top.type=long-sleeve shirt", {"长袖衬衫", "长袖上衣"}},
                  {"top.type=sweater", {"毛衣", "套头衫", "针织衫"}},
                  {"top.type=hoodie", {"连帽卫衣", "卫衣", "连帽衫"}},
                  {"dress.type=dress", {"连衣裙", "裙装"}},
                  {"dress.length=short", {"短款", "短"}},
                  {"dress.length=knee-length", {"及膝"}},
                  {"dress.length=long", {"长款", "拖地"}},
                  {"outer.type=jacket", {"夹克", "外套", "夹克衫"}},
                  {"outer.type=blazer", {"西装外套", "西服"}},
                  {"outer.type=coat", {"大衣", "长外套", "风衣"}},
                  {"outer.type=vest", {"马甲", "无袖外套"}},
                  {"outer.front=open", {"敞开的", "没有拉上的"}},
                  {"outer.front=closed", {"扣好的", "拉上的"}},
                  {"bottom.type=jeans", {"牛仔裤"}},
                  {"bottom.type=trousers", {"长裤", "西裤", "裤子"}},
                  {"bottom.type=leggings", {"紧身裤", "打底裤"}},
                  {"bottom.type=sweatpants", {"运动裤", "宽松长裤"}},
                  {"bottom.type=shorts", {"短裤"}},
                  {"bottom.type=capri pants", {"七分裤", "中裤"}},
                  {"bottom.type=skirt", {"半身裙", "及膝裙"}},
                  {"bottom.type=short skirt", {"短裙", "超短裙"}},
                  {"bottom.type=long skirt", {"长裙"}},
                  {"bottom.type=overalls", {"背带裤", "连体工装裤"}},
                  {"shoes.type=sneakers", {"运动鞋", "球鞋", "跑鞋"}},
                  {"shoes.type=leather shoes", {"皮鞋", "低帮鞋"}},
                  {"shoes.type=boots", {"靴子", "短靴", "高帮鞋"}},
                  {"hat.type=cap", {"鸭舌帽", "棒球帽"}},
                  {"hat.type=beanie", {"毛线帽", "针织帽"}},
                  {"hat.type=hat", {"礼帽", "宽檐帽"}},
                  {"pattern=plain", {"纯色", "素色"}},
                  {"pattern=striped", {"横条纹", "条纹"}},
                  {"pattern=pinstriped", {"竖条纹", "细条纹"}},
                  {"pattern=checked", {"格子", "方格"}},
                  {"pattern=dotted", {"波点", "圆点"}},
                  {"pattern=printed", {"印花", "带图案的"}}});
}

void addPerson(Table& table) {
    table.insert({{"gender=male", {"男人", "男子", "男士", "男性"}},
                  {"gender=female", {"女人", "女子", "女士", "女性"}},
                  {"age=elderly", {"年老的", "年长的", "上了年纪的"}},
                  {"age=adult", {"年轻的", "成年"}},
                  {"build=slim", {"瘦的", "苗条的", "身材瘦削的"}},
                  {"build=heavy", {"胖的", "身材魁梧的", "体型偏胖的"}},
                  {"build=average", {"中等身材的"}},
                  {"hair.style=short", {"短发", "短头发"}},
                  {"hair.style=long", {"长发", "长头发"}},
                  {"hair.style=bob", {"齐耳短发", "中长发"}},
                  {"hair.style=afro", {"爆炸头", "卷发"}},
                  {"hair.style=ponytail", {"马尾辫", "马尾"}},
                  {"hair.style=braid", {"麻花辫", "辫子"}},
                  {"hair.style=bald", {"光头", "秃头"}},
                  {"bag.type=backpack", {"双肩包", "背包", "书包"}},
                  {"bag.type=shoulder bag", {"单肩包", "挎包"}},
                  {"bag.type=messenger bag", {"斜挎包", "邮差包"}},
                  {"bag.type=handbag", {"手提包", "手拎包"}},
                  {"bag.type=shopping bag", {"购物袋", "手提袋"}},
                  {"bag.type=suitcase", {"行李箱", "拉杆箱"}},
                  {"motion=walking", {"正在走路", "正在行走", "走着", "迈步前行"}},
                  {"motion=standing", {"站着", "站立"}},
                  {"view=front", {"面向镜头", "正面朝前"}},
                  {"view=back", {"背对镜头", "背影朝向我们"}},
                  {"view=side", {"侧身", "侧面朝向镜头"}}});
}

const Table& wordTable() {
    static const Table table = [] {
        Table words;
        addColours(words);
        addClothes(words);
        addPerson(words);
        return words;
    }();
    return table;
}

class ChineseWriter {
  public:
    ChineseWriter(const AttributeSet& visible, RandomStream& random)
        : m_visible(visible), m_random(random) {}

    Phrase write() {
        const Phrase who = person();
        const bool isFirst = chance(0.7);
        std::vector<Phrase> facts;
        const Phrase hair = has("hair.style") && chance(0.7) ? hairFact() : Phrase();
        if (isFirst) facts.push_back(hair);
        facts.push_back(fact("outer", {"身穿", "穿着", "外面穿着"}, "外套", 0.96));
        facts.push_back(fact("top", {"上身穿", "上身是", "穿着"}, "上衣", 0.9));
        facts.push_back(fact("dress", {"身穿", "穿着"}, "连衣裙", 0.96));
        facts.push_back(fact("bottom", {"下身穿", "下身是", "配"}, "裤子", 0.94));
        facts.push_back(fact("shoes", {"脚穿", "脚上是", "穿"}, "鞋子", 0.78));
        facts.push_back(fact("hat", {"头戴", "戴着"}, "帽子", 0.9));
        facts.push_back(fact("scarf", {"围着", "脖子上围着"}, "围巾", 0.8));
        facts.push_back(fact("bag", bagVerbs(), "包", 0.9));
        if (!isFirst) facts.push_back(hair);
        if (has("motion") && chance(0.3)) facts.push_back(say("motion"));
        if (has("view") && chance(0.25)) facts.push_back(say("view"));
        const Phrase all = listed(facts, "，", "，");
        const Phrase opening = pick({"一名", "一位", "这名", "图中是一位", "画面里有一名"});
        return opening + who + (all.empty() ? Phrase() : Phrase("，") + all) + "。";
    }

  private:
    bool has(std::string_view name) const { return m_visible.contains(name); }
    bool chance(double probability) { return m_random.chance(probability); }
    Phrase pick(const Choices& words) { return Phrase(m_random.pick(words)); }

    Phrase say(std::string_view name) {
        const std::string& value = m_visible.find(name)->second;
        const auto words = chineseWords(name, value);
        if (words.empty()) return {value, std::string(name), value};
        return {m_random.pick(words), std::string(name), value};
    }
    Phrase sayIf(std::string_view name, double probability) {
        return has(name) && chance(probability) ? say(name) : Phrase();
    }

    Phrase person() {
        const Phrase build = sayIf("build", 0.3);
        const Phrase age = sayIf("age", 0.3);
        return build + age + (has("gender") && chance(0.94) ? say("gender") : Phrase("行人"));
    }

    Phrase hairFact() {
        const Phrase colour = sayIf("hair.colour", 0.85);
        const std::string& style = m_visible.find("hair.style")->second;
        if (style == "bald") return say("hair.style");
        const bool isTied = style == "ponytail" || style == "braid";
        return joined({pick({isTied ? "扎着" : "留着", isTied ? "梳着" : "有着"}),
                       colour,
                       say("hair.style")});
    }

    Choices bagVerbs() const {
        const auto type = m_visible.find("bag.type");
        const Choices kBack = {"背着", "肩背", "身后背着"};
        const Choices kHand = {"手提", "手里拿着", "提着"};
        const Choices kCase = {"拉着", "拖着"};
        if (type == m_visible.end()) return kBack;
        if (type->second == "suitcase") return kCase;
        const bool isHeld = type->second == "handbag" || type->second == "shopping bag";
        return isHeld ? kHand : kBack;
    }

    Phrase fact(const std::string& part,
                const Choices& verbs,
                std::string_view noun,
                double probability) {
        if (!has(part + ".colour") || !chance(probability)) return {};
        const Phrase front = sayIf(part + ".front", 0.3) + sayIf(part + ".length", 0.6);
        const Phrase colour = sayIf(part + ".colour", 0.95);
        const bool isPlain =
            has(part + ".pattern") && m_visible.find(part + ".pattern")->second == "plain";
        Phrase pattern = sayIf(part + ".pattern", isPlain ? 0.1 : 0.9);
        if (!pattern.empty() && has(part + ".second") && chance(0.5)) {
            pattern = Phrase("带") + say(part + ".second") + pattern;
            pattern += Phrase("的");
        }
        const Phrase kind =
            has(part + ".type") && chance(0.93) ? say(part + ".type") : Phrase(noun);
        return pick(verbs) + front + colour + pattern + kind;
    }

    const AttributeSet& m_visible;
    RandomStream& m_random;
};

}  // namespace

std::span<const std::string_view> chineseWords(std::string_view attribute, std::string_view value) {
    const auto find = [&](std::string_view name) {
        return wordTable().find(std::string(name) + "=" + std::string(value));
    };
    auto found = find(attribute);
    const bool isColour = attribute.ends_with(".colour") || attribute.ends_with(".second");
    if (found == wordTable().end() && isColour) found = find("colour");
    if (found == wordTable().end() && attribute.ends_with(".pattern")) found = find("pattern");
    if (found == wordTable().end()) return {};
    return found->second;
}

Caption chineseCaption(const AttributeSet& visible, RandomStream& random) {
    Phrase phrase = ChineseWriter(visible, random).write();
    return {std::move(phrase.text), std::move(phrase.mentions)};
}

}  // namespace descry::synthetic
