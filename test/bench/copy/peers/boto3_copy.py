"""boto3 fed by urllib3, each file's SHA-256 taken on the way: boto3_copy.py SOURCE SINK COUNT SIZE CONCURRENCY"""
import base64
import hashlib
import os
import sys
from multiprocessing.pool import ThreadPool

import boto3
import urllib3
from botocore.config import Config

source, sink = sys.argv[1:3]
count, size, concurrency = map(int, sys.argv[3:])
authorities = os.environ.get("AWS_CA_BUNDLE")
pool = urllib3.PoolManager(maxsize=concurrency, ca_certs=authorities)
client = boto3.client(
    "s3",
    endpoint_url=sink,
    config=Config(max_pool_connections=concurrency * 10, s3={"addressing_style": "path"}),
)


class Hashed:
    """A body that hashes what is read of it."""

    def __init__(self, body):
        self.body = body
        self.sha256 = hashlib.sha256()

    def read(self, amount=None):
        data = self.body.read(amount)
        self.sha256.update(data)
        return data


def copy(number):
    url = f"{source}/files/{number}-{size}"
    if size < 8 * 1024 * 1024:
        data = pool.request("GET", url).data
        digest = base64.b64encode(hashlib.sha256(data).digest()).decode()
        client.put_object(Bucket="staging", Key=str(number), Body=data, ChecksumSHA256=digest)
    else:
        body = Hashed(pool.request("GET", url, preload_content=False))
        client.upload_fileobj(body, "staging", str(number))
        body.sha256.hexdigest()


with ThreadPool(concurrency) as threads:
    threads.map(copy, range(count), chunksize=1)
