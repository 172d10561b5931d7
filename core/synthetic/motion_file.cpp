// Biovision motion files: the last third of mesh_files.h.

#include <optional>
#include <utility>

#include "core/base/error.h"
#include "core/synthetic/mesh_files.h"
#include "core/synthetic/token_reader.h"

namespace descry::synthetic {
namespace {

constexpr std::size_t kMaxJoints = 1000;
constexpr std::size_t kMaxFrames = 10'000;
constexpr float kRadians = kPi / 180;

/// What a number of a frame moves or turns: axis 0..2.
struct Channel {
    bool isRotation = false;
    int axis = 0;
};

struct Joint {
    int parent = -1;
    Vec3 offset;
    std::vector<Channel> channels;
};

struct Hierarchy {
    std::vector<Joint> joints;
    std::map<std::string, std::size_t, std::less<>> names;
    std::size_t numChannels = 0;
};

Channel readChannel(TokenReader& reader) {
    const std::string_view word = reader.word();
    if (word.size() < 9 || word.front() < 'X' || word.front() > 'Z') {
        reader.refuse("not the name of a channel");
    }
    return {word.substr(1) == "rotation", word.front() - 'X'};
}

void readChannels(TokenReader& reader, Hierarchy& hierarchy) {
    const std::uint32_t count = reader.index(reader.word(), 7);
    for (std::uint32_t i = 0; i < count; ++i) {
        hierarchy.joints.back().channels.push_back(readChannel(reader));
    }
    hierarchy.numChannels += count;
}

Hierarchy readHierarchy(TokenReader& reader) {
    Hierarchy hierarchy;
    std::vector<int> open;
    for (std::string_view word = reader.word(); word != "MOTION"; word = reader.word()) {
        if (word == "ROOT" || word == "JOINT" || word == "End") {
            const std::string_view jointName = reader.word();
            if (hierarchy.joints.size() >= kMaxJoints) reader.refuse("too many joints");
            if (word != "End") hierarchy.names.emplace(jointName, hierarchy.joints.size());
            hierarchy.joints.push_back({open.empty() ? -1 : open.back(), {}, {}});
            open.push_back(static_cast<int>(hierarchy.joints.size()) - 1);
        } else if (word == "OFFSET") {
            if (open.empty()) reader.refuse("an offset outside a joint");
            hierarchy.joints.back().offset = reader.vector();
        } else if (word == "CHANNELS") {
            if (open.empty()) reader.refuse("channels outside a joint");
            readChannels(reader, hierarchy);
        } else if (word == "}") {
            if (open.empty()) reader.refuse("a bracket too many");
            open.pop_back();
        }
    }
    return hierarchy;
}

Mat3 turn(int axis, float degrees) noexcept {
    const Vec3 axes[] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    return rotationAbout(axes[axis], degrees * kRadians);
}

/// Where the joints stand in a frame; the file has z up and -y in front.
std::vector<Vec3> readFrame(TokenReader& reader, const Hierarchy& hierarchy) {
    std::vector<Vec3> places;
    std::vector<Mat3> turns;
    for (const Joint& joint : hierarchy.joints) {
        Mat3 local;
        for (const Channel& channel : joint.channels) {
            const float value = reader.number(reader.word());
            if (channel.isRotation) local = local * turn(channel.axis, value);
        }
        if (joint.parent < 0) {
            places.push_back(joint.offset);
            turns.push_back(local);
            continue;
        }
        const auto parent = static_cast<std::size_t>(joint.parent);
        places.push_back(places[parent] + turns[parent] * joint.offset);
        turns.push_back(turns[parent] * local);
    }
    for (Vec3& place : places) place = {place.x, place.z, -place.y};
    return places;
}

}  // namespace

Motion parseMotion(std::string_view text, std::string_view name) {
    TokenReader reader(text, name);
    Hierarchy hierarchy = readHierarchy(reader);
    if (reader.word() != "Frames:") reader.refuse("the number of frames was expected");
    const std::uint32_t numFrames = reader.index(reader.word(), kMaxFrames);
    if (numFrames == 0 || hierarchy.joints.empty()) reader.refuse("a motion of nothing");
    if (reader.word() != "Frame" || reader.word() != "Time:") {
        reader.refuse("the time of a frame was expected");
    }
    reader.word();
    Motion motion;
    for (std::uint32_t i = 0; i < numFrames; ++i) {
        motion.frames.push_back(readFrame(reader, hierarchy));
    }
    motion.joints = std::move(hierarchy.names);
    return motion;
}

}  // namespace descry::synthetic
