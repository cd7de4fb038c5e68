#!/bin/sh
# Installs, upgrades and removes kakuremichi-control as a systemd service. See "install.sh --help".
set -eu

usage() {
    cat <<'TEXT'
install.sh [PROGRAM] [--root DIRECTORY]   installs PROGRAM, or upgrades to it; repeating changes nothing
install.sh --uninstall [--purge]          removes the service; with --purge also its settings, data and user

PROGRAM is a native binary, or the directory quarkus-app of a build for the jar on a Java 25. Without it, the
binary for this machine that lies beside this script's directory, or that a build has left in target. With
--root everything is put below DIRECTORY, for an image of another machine, and nothing is started.

  /usr/local/lib/kakuremichi-control   the program
  /usr/local/bin/kakuremichi-control   a link to it
  /etc/kakuremichi-control             settings and secrets; kept by upgrades
  /var/lib/kakuremichi-control         the embedded database
TEXT
}

fail() {
    echo "install.sh: $1" >&2
    exit 1
}

name=kakuremichi-control
here=$(dirname "$(readlink -f "$0")")
program='' root='' uninstall='' purge=''
while [ $# -gt 0 ]; do
    case $1 in
    --root)
        [ $# -ge 2 ] || fail "--root needs a directory"
        root=$(readlink -m "$2")
        shift
        ;;
    --uninstall) uninstall=yes ;;
    --purge) purge=yes ;;
    --help | -h)
        usage
        exit
        ;;
    -*) fail "unknown option $1" ;;
    *)
        [ -z "$program" ] || fail "one program only"
        program=$1
        ;;
    esac
    shift
done

lib=$root/usr/local/lib/$name
etc=$root/etc/$name
units=$root/etc/systemd/system
sysusers=$root/usr/local/lib/sysusers.d/$name.conf
link=$root/usr/local/bin/$name

# Whether the service will run on this machine, rather than on an image of one.
live() { [ -z "$root" ]; }

needs_root() {
    if live; then
        [ "$(id -u)" -eq 0 ] || fail "run it as root"
        command -v systemctl >/dev/null || fail "there is no systemd here"
    fi
}

# Marks that the installed program differs from the running one. A file, so that the next run completes an interrupted one.
changed() {
    mkdir -p "$lib"
    : >"$lib/restart-needed"
}

# Replaces a file atomically.
put() {
    if [ -f "$2" ] && cmp -s "$1" "$2"; then
        return
    fi
    changed
    mkdir -p "$(dirname "$2")"
    install -m "$3" "$1" "$2.new"
    mv -f "$2.new" "$2"
}

uninstall() {
    if live; then
        systemctl disable --now $name.service 2>/dev/null || true
    fi
    rm -rf "$lib" "$link" "$units/$name.service" "$units/$name.service.d/50-native.conf" "$sysusers"
    rmdir "$units/$name.service.d" 2>/dev/null || true
    if live; then
        systemctl daemon-reload
    fi
    if [ -n "$purge" ]; then
        rm -rf "$etc" "$units/$name.service.d" "$root/var/lib/$name"
        if live && id $name >/dev/null 2>&1; then
            userdel $name
        fi
        echo "Removed $name with its settings and data."
    else
        echo "Removed $name. Settings are still in $etc, data in $root/var/lib/$name."
    fi
}

# The binary of a release beside this directory, else the one of a build. Never the jar: that one is asked for.
find_binary() {
    case $(uname -m) in
    aarch64) arch=arm64 ;;
    *) arch=amd64 ;;
    esac
    for candidate in "$here/../$name"-*-linux-$arch "$here/../../target/$name"-*-runner; do
        if [ -f "$candidate" ] && [ -x "$candidate" ]; then
            program=$candidate
            return
        fi
    done
}

check_program() {
    [ -n "$program" ] || find_binary
    [ -n "$program" ] || {
        usage >&2
        exit 2
    }
    if [ -d "$program" ]; then
        [ -f "$program/quarkus-run.jar" ] || fail "$program holds no quarkus-run.jar"
        kind=jar
    else
        if ! [ -f "$program" ] || ! [ -x "$program" ]; then
            fail "$program is neither a program nor a directory"
        fi
        kind=native
    fi
}

java_version() {
    env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin "$1" -version 2>&1 |
        sed -n 's/.*version "\([0-9]*\).*/\1/p'
}

is_java_25() {
    version=$(java_version "$1") || return 1
    [ "${version:-0}" -ge 25 ]
}

# The Java that the service will use: from its settings, otherwise from systemd's PATH, otherwise one that is found and written into
# the settings. Not from a home directory, which the service cannot read.
check_java() {
    home=$(sed -n 's/^JAVA_HOME="\{0,1\}\([^"]*\)"\{0,1\}$/\1/p' "$etc/environment" | tail -n 1)
    if [ -n "$home" ]; then
        is_java_25 "$home/bin/java" || fail "JAVA_HOME in $etc/environment is not a Java 25 or newer: $home"
        return
    fi
    ! is_java_25 java || return 0
    best='' best_version=1000
    for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/*; do
        case $candidate in '' | /home/* | /root/*) continue ;; esac
        if [ -x "$candidate/bin/java" ] && is_java_25 "$candidate/bin/java" && [ "$version" -lt "$best_version" ]; then
            best=$candidate best_version=$version
        fi
    done
    [ -n "$best" ] ||
        fail "no Java 25 or newer found: install one (such as the package temurin-25-jre or openjdk-25-jre-headless), or set JAVA_HOME in $etc/environment"
    printf '\nJAVA_HOME=%s\n' "$best" >>"$etc/environment"
    echo "Set JAVA_HOME=$best in $etc/environment"
}

# Names a release by its content, so that the same program has the same name.
release_id() {
    if [ $kind = jar ]; then
        (cd "$program" && find . -type f -exec sha256sum {} + | LC_ALL=C sort && sha256sum <"$here/run-jar") | sha256sum
    else
        sha256sum <"$program"
    fi | cut -c 1-16
}

install_release() {
    release=$(release_id)
    target=$lib/releases/$release
    if ! [ -d "$target" ]; then
        rm -rf "$lib/releases/.new"
        mkdir -p "$lib/releases/.new"
        if [ $kind = jar ]; then
            cp -R "$program" "$lib/releases/.new/quarkus-app"
            install -m 0755 "$here/run-jar" "$lib/releases/.new/$name"
        else
            install -m 0755 "$program" "$lib/releases/.new/$name"
        fi
        # Independent of the builder and its umask: the service must be able to read it, and not to write it.
        chmod -R u=rwX,go=rX "$lib/releases/.new"
        if live; then
            chown -R root:root "$lib/releases/.new"
        fi
        mv "$lib/releases/.new" "$target"
    fi
    if [ "$(readlink "$lib/current" 2>/dev/null)" != "releases/$release" ]; then
        changed
        # A rename over the old link, so that the program always exists.
        ln -sfn "releases/$release" "$lib/current.new"
        mv -fT "$lib/current.new" "$lib/current"
    fi
}

# Only when no process uses them: a JVM reads its jars while it runs.
remove_old_releases() {
    for old in "$lib/releases"/*; do
        [ "$old" = "$target" ] || rm -rf "$old"
    done
}

install_settings() {
    if ! [ -d "$etc" ]; then
        mkdir -p "$etc"
        # Everybody may read the settings, for the command line, and nobody else lists the directory.
        chmod 0751 "$etc"
    fi
    [ -f "$etc/environment" ] || install -m 0644 "$here/environment" "$etc/environment"
    if ! [ -f "$etc/admin-token" ]; then
        (
            umask 077
            head -c 32 /dev/urandom | base64 | tr -d '/+=\n' >"$etc/admin-token.new"
        )
        mv "$etc/admin-token.new" "$etc/admin-token"
        echo "Made the first admin token: $etc/admin-token"
    fi
}

install_unit() {
    put "$here/sysusers.conf" "$sysusers" 0644
    put "$here/await-ready" "$lib/await-ready" 0755
    put "$here/$name.service" "$units/$name.service" 0644
    if [ $kind = native ]; then
        put "$here/native.conf" "$units/$name.service.d/50-native.conf" 0644
    elif [ -f "$units/$name.service.d/50-native.conf" ]; then
        changed
        rm "$units/$name.service.d/50-native.conf"
    fi
    mkdir -p "$(dirname "$link")"
    ln -sfn "../lib/$name/current/$name" "$link"
}

start() {
    if [ -e "$lib/restart-needed" ]; then
        news="Installed"
    else
        news="Nothing changed in"
    fi
    if live; then
        systemctl daemon-reload
        systemctl enable --quiet $name.service
        if [ -e "$lib/restart-needed" ] || ! systemctl is-active --quiet $name.service; then
            systemctl restart $name.service || fail "it does not start: journalctl -u $name -n 50"
        fi
    fi
    rm -f "$lib/restart-needed"
    remove_old_releases
    echo "$news release $release${root:+ below $root}."
}

needs_root
if [ -n "$uninstall" ]; then
    [ -z "$program" ] || fail "--uninstall takes no program"
    uninstall
    exit
fi
[ -z "$purge" ] || fail "--purge goes with --uninstall"
check_program
install_settings
if live && [ $kind = jar ]; then
    check_java
fi
install_release
install_unit
if live; then
    systemd-sysusers "$sysusers"
    chgrp $name "$etc"
fi
start
