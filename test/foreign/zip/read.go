// Reads a zip from a file, and writes each entry's SHA-256 and name.
package main

import (
	"archive/zip"
	"bufio"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
)

func main() {
	zip, err := zip.OpenReader(os.Args[1])
	check(err)
	out := bufio.NewWriter(os.Stdout)
	for _, file := range zip.File {
		reader, err := file.Open()
		check(err)
		hash := sha256.New()
		_, err = io.Copy(hash, reader)
		check(err)
		fmt.Fprintf(out, "%x  %s\n", hash.Sum(nil), file.Name)
	}
	check(out.Flush())
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
