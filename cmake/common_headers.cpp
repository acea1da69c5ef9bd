// Carries the precompiled headers of src/ (see src/CMakeLists.txt).
