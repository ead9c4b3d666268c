// Command verify_log reads the tiles of a bundle's log folder with golang.org/x/mod/sumdb/tlog and nothing of Daybook:
// every event is proven to be in the tree, and earlier tree hashes to be consistent with it.
//
//	verify_log BUNDLE-FOLDER [EARLIER-SIZE ...]
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

type reader struct{ log string }

func (reader) Height() int { return height }

// ReadTiles reads tlog-tiles paths, which are those of sumdb without the tile height.
func (r reader) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var data [][]byte
	for _, tile := range tiles {
		path := strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/", height), "tile/", 1)
		bytes, err := os.ReadFile(filepath.Join(r.log, filepath.FromSlash(path)))
		if err != nil {
			return nil, err
		}
		data = append(data, bytes)
	}
	return data, nil
}

func (reader) SaveTiles([]tlog.Tile, [][]byte) {}

func fail(format string, args ...interface{}) {
	fmt.Printf(format+"\n", args...)
	os.Exit(1)
}

func check(err error, what string) {
	if err != nil {
		fail("%s: %v", what, err)
	}
}

// entries reads every entry of a log from its entry bundles.
func entries(log string, size int64) [][]byte {
	var all [][]byte
	for n := int64(0); n*256 < size; n++ {
		width := size - n*256
		if width > 256 {
			width = 256
		}
		tile := tlog.Tile{H: height, L: -1, N: n, W: int(width)}
		path := strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/data/", height), "tile/entries/", 1)
		bundle, err := os.ReadFile(filepath.Join(log, filepath.FromSlash(path)))
		check(err, "entries")
		for len(bundle) > 0 {
			length := int(binary.BigEndian.Uint16(bundle))
			all = append(all, bundle[2:2+length])
			bundle = bundle[2+length:]
		}
	}
	return all
}

func main() {
	log := filepath.Join(os.Args[1], "log")
	note, err := os.ReadFile(filepath.Join(log, "checkpoint"))
	check(err, "checkpoint")
	lines := strings.Split(string(note), "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err, "size")
	root, err := base64.StdEncoding.DecodeString(lines[2])
	check(err, "root")
	var tree tlog.Tree
	tree.N = size
	copy(tree.Hash[:], root)

	// TileHashReader checks every tile it hands out against the signed tree.
	hashes := tlog.TileHashReader(tree, reader{log})
	all := entries(log, size)
	if int64(len(all)) != size {
		fail("%d entries for a tree of %d", len(all), size)
	}
	for i, entry := range all {
		proof, err := tlog.ProveRecord(size, int64(i), hashes)
		check(err, fmt.Sprintf("proof of %d", i))
		check(tlog.CheckRecord(proof, size, tree.Hash, int64(i), tlog.RecordHash(entry)), fmt.Sprintf("entry %d", i))
	}
	for _, arg := range os.Args[2:] {
		old, err := strconv.ParseInt(arg, 10, 64)
		check(err, "earlier size")
		earlier, err := tlog.TreeHash(old, hashes)
		check(err, "earlier tree")
		proof, err := tlog.ProveTree(size, old, hashes)
		check(err, "consistency proof")
		check(tlog.CheckTree(proof, size, tree.Hash, old, earlier), "consistency")
		fmt.Printf("%d %s\n", old, base64.StdEncoding.EncodeToString(earlier[:]))
	}
	if bytes.Equal(root, tree.Hash[:]) {
		fmt.Printf("ok %d\n", size)
	}
}
