#pragma once
/// As ui/common/qt_headers.h, for tests. Thread rule: none. Failure rule: none.

#include <QtTest>

#include "ui/common/qt_headers.h"
