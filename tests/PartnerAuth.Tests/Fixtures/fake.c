/* A library of another version of the boundary. When it is loaded it writes a file beside itself: its path and ".loaded". */
#define _GNU_SOURCE
#include <stdio.h>
#ifdef _WIN32
#include <windows.h>
#include <wchar.h>
#else
#include <dlfcn.h>
#endif

unsigned pa_abi_version(void) { return 999; }
unsigned ps_abi_version(void) { return 999; }

__attribute__((constructor)) static void on_load(void) {
#ifdef _WIN32
    wchar_t path[1024];
    HMODULE self;
    /* Not counted, or nobody could give the library back. */
    DWORD how = GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT;
    if (!GetModuleHandleExW(how, (LPCWSTR)&on_load, &self)) return;
    if (!GetModuleFileNameW(self, path, 1000)) return;
    wcscat(path, L".loaded");
    FILE *mark = _wfopen(path, L"w");
#else
    Dl_info self;
    char path[1024];
    if (!dladdr((void *)&pa_abi_version, &self)) return;
    snprintf(path, sizeof path, "%s.loaded", self.dli_fname);
    FILE *mark = fopen(path, "w");
#endif
    if (mark) fclose(mark);
}
