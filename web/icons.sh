#!/bin/sh
# Draws the icons that need pixels from static/favicon.svg, with Chromium. Run it after changing that.
set -eu
cd "$(dirname "$0")/static"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
for size in 32 180; do
	background=00000000
	[ $size = 32 ] || background=fbfaf7ff # phones show what is transparent in black
	printf '<body style="margin:0">%s' "$(sed "s/<svg /<svg width=$size height=$size /" favicon.svg)" >"$scratch/icon.html"
	chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$scratch/profile" \
		--default-background-color=$background --window-size=$size,$size --screenshot="$PWD/icon-$size.png" "file://$scratch/icon.html" 2>/dev/null
done
