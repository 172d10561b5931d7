#pragma once
/// Words and numbers for the window: core's UTF-8 and paths as QString and back, counts in groups
/// of three, sizes, and what a job's progress honestly says. Thread rule: pure functions.

#include <QString>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/jobs/job.h"

namespace descry {

QString toQString(std::string_view utf8);
std::string toUtf8(const QString& text);
/// What an error of the core says, in the window's language; English where there is no translation.
QString errorText(const Error& error);
/// Without the path that the core's messages begin with, where that stands beside it.
QString errorText(const Error& error, const std::filesystem::path& path);
/// The same for a reason that the core gives without failing.
QString errorText(const std::string& reason);
/// For showing: bytes that are no UTF-8 are written \xNN.
QString shownPath(const std::filesystem::path& path);
/// A path of Qt's (a dialog, a drop, a command line) with the bytes it had on the disk.
std::filesystem::path toPath(const QString& path);
QString qtPath(const std::filesystem::path& path);

/// "12 430", with narrow spaces that do not break.
QString groupedNumber(std::int64_t number);
/// "84 MB": decimal units, as file managers show them.
QString shownBytes(std::int64_t bytes);
/// "12 430 of 80 112 images · 31 a second · about 36 min"; unknown parts are left out.
QString shownProgress(const Progress& progress);
/// What core says of a job, a stage or a unit, in the window's language; what is not known stays as
/// it is. Titles are the window's own words.
QString shownJobText(const std::string& text);
/// "about 36 min".
QString shownRemaining(std::chrono::seconds remaining);
/// The first 8 digits of a fingerprint.
QString shortFingerprint(const std::string& fingerprint);

}  // namespace descry
