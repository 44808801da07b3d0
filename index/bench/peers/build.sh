#!/bin/sh
# Builds the program of a peer in the folder of its sources, beside this script:
#
#     build.sh lucene|tantivy
#
# The program is then ./lucene/run or ./tantivy/run. $PEERS_CORES tells it how many cores it may
# use. The exit status is 3 if a toolchain is missing; the reason is on standard output.
# Maven and Cargo find their packages by the configuration of the machine.
set -e
cd "$(dirname "$0")/$1"

missing() {
	echo "$1"
	exit 3
}

# java_home prints the folder of a JDK 21 or newer, which Lucene 10 needs.
java_home() {
	for home in "$JAVA_HOME" /usr/lib/jvm/* /opt/jdk* "$(readlink -f "$(command -v javac)" | sed 's|/bin/javac$||')"; do
		[ -x "$home/bin/javac" ] || continue
		version=$("$home/bin/javac" -version 2>&1 | sed 's/^javac \([0-9]*\).*/\1/')
		if [ "$version" -ge 21 ]; then
			echo "$home"
			return
		fi
	done
}

case $1 in
lucene)
	command -v mvn >/dev/null || missing "there is no Maven (mvn)"
	JAVA_HOME=$(java_home)
	[ -n "$JAVA_HOME" ] || missing "there is no JDK 21 or newer (set JAVA_HOME)"
	export JAVA_HOME
	mvn -q -B dependency:copy-dependencies -DoutputDirectory=target/lib 1>&2
	"$JAVA_HOME/bin/javac" --release 21 -cp 'target/lib/*' -d target/classes src/main/java/peers/*.java 1>&2
	cat >run <<-END
		#!/bin/sh
		exec "$JAVA_HOME/bin/java" -Xmx1g -XX:ActiveProcessorCount="\${PEERS_CORES:-2}" \\
			--add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED \\
			-cp "$PWD/target/classes:$PWD/target/lib/*" peers.Main "\$@"
	END
	;;
tantivy)
	command -v cargo >/dev/null || missing "there is no Rust (cargo)"
	cargo build -q --release 1>&2
	cat >run <<-END
		#!/bin/sh
		exec "${CARGO_TARGET_DIR:-$PWD/target}/release/peers-tantivy" "\$@"
	END
	;;
*)
	echo "usage: build.sh lucene|tantivy" >&2
	exit 2
	;;
esac
chmod +x run
