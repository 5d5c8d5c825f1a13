# Shared by start and test: find Python, install Debian packages, make .venv. Needs bash and the repository as folder.

say() { printf '%s\n' "$*" >&2; }
fail() { say "Lỗi: $*"; exit 1; }

STATE_DIR=${STATE_DIR:-$PWD/var}
export STATE_DIR PIP_DISABLE_PIP_VERSION_CHECK=1

open_state() {
    mkdir -p "$STATE_DIR/log" 2>/dev/null && [ -w "$STATE_DIR/log" ] ||
        fail "Không ghi được vào thư mục $STATE_DIR. Hãy cấp quyền ghi cho người đang chạy lệnh này, hoặc đặt STATE_DIR sang thư mục khác."
    SETUP_LOG=$STATE_DIR/log/setup.log
}

find_python() {
    local name
    for name in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python3.14; do
        if command -v "$name" >/dev/null && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    return 1
}

installed() { [ "$(dpkg-query -W -f '${db:Status-Abbrev}' "$1" 2>/dev/null)" = "ii " ]; }

# Print those of the named Debian packages that are not installed.
missing() {
    local name
    for name in "$@"; do installed "$name" || printf '%s ' "$name"; done
}

# Install Debian packages without starting their services; without the right to, name them all in one message.
install_packages() {
    [ $# -gt 0 ] || return 0
    local root=() block=/usr/sbin/policy-rc.d made=
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null && sudo -n true 2>/dev/null || fail "Máy còn thiếu một số gói. Hãy chạy lệnh sau rồi chạy lại: sudo apt install $*"
        root=(sudo -n)
    fi
    say "Đang cài các gói của hệ điều hành: $*"
    if [ ! -e $block ]; then
        printf '#!/bin/sh\nexit 101\n' | "${root[@]}" tee $block >/dev/null
        "${root[@]}" chmod 755 $block
        made=yes
    fi
    local done=yes
    {
        "${root[@]}" apt-get update -q &&
            "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends \
                -o Dpkg::Options::=--force-confold "$@"
    } </dev/null >>"$SETUP_LOG" 2>&1 || done=
    [ -z "$made" ] || "${root[@]}" rm -f $block
    [ -n "$done" ] || fail "Không cài được các gói. Hãy chạy: sudo apt install $* (chi tiết trong $SETUP_LOG)"
}

need_packages() {
    command -v dpkg-query >/dev/null || return 0
    local wanted found
    found=$(find_python) || wanted=python3
    if [ -z "$found" ] || ! "$found" -c 'import ensurepip, venv' 2>/dev/null; then wanted="${wanted:-} python3-venv"; fi
    [ -n "${PAPER_FONT_DIR:-}" ] || wanted="${wanted:-} fonts-croscore"
    # shellcheck disable=SC2046,SC2086
    install_packages $(missing ${wanted:-} libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 "$@")
}

# Make .venv from a locked list, every file compared with its digest; the stamp inside it remembers what is installed.
make_venv() {
    local list=$1 python stamp
    if ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$(find_python) || fail "Cần Python 3.11 trở lên. Hãy cài python3 của Debian 12, Ubuntu 24.04 hoặc mới hơn, hoặc đặt PYTHON=/đường/dẫn/python3."
        "$python" -m venv --clear .venv >>"$SETUP_LOG" 2>&1 ||
            fail "Không tạo được thư mục .venv. Hãy kiểm tra quyền ghi và gói python3-venv (chi tiết trong $SETUP_LOG)."
    fi
    stamp=$(sha256sum "$list" | cut -d' ' -f1)
    [ "$(cat ".venv/$list.stamp" 2>/dev/null)" != "$stamp" ] || return 0
    say "Đang cài các thư viện Python, mất khoảng một phút…"
    .venv/bin/python -m pip install -q --require-hashes -r "$list" </dev/null >>"$SETUP_LOG" 2>&1 ||
        fail "Không cài được thư viện Python. Hãy kiểm tra kết nối mạng rồi chạy lại (chi tiết trong $SETUP_LOG)."
    printf '%s' "$stamp" >".venv/$list.stamp"
    # The tools' list contains the product's.
    sha256sum requirements.lock | cut -d' ' -f1 | tr -d '\n' >.venv/requirements.lock.stamp
}

# Keep a PostgreSQL about to be installed from making a cluster that nobody needs.
postgres_without_cluster() {
    local file=/etc/postgresql-common/createcluster.conf root=()
    [ "$(id -u)" = 0 ] || root=(sudo -n)
    [ -e $file ] || { "${root[@]}" mkdir -p "${file%/*}" && echo 'create_main_cluster = false' | "${root[@]}" tee $file; } >/dev/null 2>&1 || true
}
