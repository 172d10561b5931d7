#pragma once
/// One heat map as a picture to be kept: the item's picture under the map, the sentence with the
/// word, the scale, what the model makes of it, and where it all comes from, below it and in the
/// PNG's text fields. Thread rule: off the GUI thread. Errors: the decoder's; Io.

#include <QImage>
#include <QList>
#include <QString>
#include <filesystem>
#include <utility>

#include "core/explain/overlay.h"

namespace descry {

struct HeatPicture {
    std::filesystem::path picture;
    HeatMap map;
    OverlayOptions overlay;
    QString sentence;
    QString word;    ///< Empty: the whole sentence.
    QString worth;   ///< Match logit, evidence, doubt, in words.
    QString origin;  ///< Gallery, item, model, layer, in words.
    /// Of the PNG, key and value; they are carried by the image that is drawn.
    QList<std::pair<QString, QString>> fields;
};

QImage drawn(const HeatPicture& heat);
/// As a PNG that is whole or not there.
void writePng(const QImage& image, const std::filesystem::path& target);

}  // namespace descry
