/** Keys from Secrets Manager: kept, refreshed, and asked for again after a failure. */
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { mockClient } from "aws-sdk-client-mock";
import { describe, expect, it } from "vitest";
import { UsageError } from "../../shared/errors.ts";
import { secretsManagerCredentials } from "../../shared/leadsquared/secrets-manager.ts";

const secret = (accessKey: string) => ({
  SecretString: JSON.stringify({ accessKey, secretKey: "canary-secret" }),
});

const failed = (name: string) => Object.assign(new Error("no"), { name });

function setUp() {
  const client = new SecretsManagerClient({ region: "ap-south-1" });
  const mock = mockClient(client);
  return {
    answers: mock.on(GetSecretValueCommand, { SecretId: "lsq" }),
    asked: () => mock.commandCalls(GetSecretValueCommand).length,
    credentials: secretsManagerCredentials({ client, secretId: "lsq" }),
  };
}

describe("secretsManagerCredentials", () => {
  it("asks once for many reads", async () => {
    const { answers, asked, credentials } = setUp();
    answers.resolves(secret("one"));

    const keys = await Promise.all([credentials.read(), credentials.read()]);
    await credentials.read();

    expect(keys.map((key) => key.accessKey)).toEqual(["one", "one"]);
    expect(asked()).toBe(1);
  });

  it("reads afresh on refresh, for later reads too", async () => {
    const { answers, credentials } = setUp();
    answers.resolvesOnce(secret("old")).resolves(secret("new"));
    await credentials.read();

    expect((await credentials.refresh()).accessKey).toBe("new");
    expect((await credentials.read()).accessKey).toBe("new");
  });

  it("forgets a failure", async () => {
    const { answers, credentials } = setUp();
    answers.rejectsOnce(failed("InternalServiceError")).resolves(secret("one"));

    await expect(credentials.read()).rejects.toMatchObject({
      code: "credentials-unavailable",
      retryable: true,
    });
    expect((await credentials.read()).accessKey).toBe("one");
  });

  it.each(["ResourceNotFoundException", "AccessDeniedException"])(
    "says what to check after %s",
    async (name) => {
      const { answers, credentials } = setUp();
      answers.rejects(failed(name));

      await expect(credentials.read()).rejects.toThrow(UsageError);
      await expect(credentials.read()).rejects.toThrow(/lsq .*GetSecretValue/);
    },
  );

  it.each([{}, { SecretString: "canary" }, { SecretString: '{"accessKey":"canary"}' }])(
    "names a secret that holds no keys, without its value",
    async (answer) => {
      const { answers, credentials } = setUp();
      answers.resolves(answer);

      await expect(credentials.read()).rejects.toThrow(/^(?!.*canary).*the secret lsq/);
    },
  );
});
